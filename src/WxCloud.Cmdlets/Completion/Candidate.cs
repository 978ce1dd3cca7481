namespace WxCloud.Cmdlets.Completion;

/// <summary>A value that completes a parameter.</summary>
/// <param name="Value">The value, unquoted.</param>
/// <param name="Detail">What is known of it, in the language of the user; <see langword="null"/> for nothing.</param>
internal sealed record Candidate(string Value, string? Detail = null);
