namespace WxCloud.Cli.Display;

/// <summary>A user's session as programs read it.</summary>
/// <param name="OpenId">The user's id in this Mini Program.</param>
/// <param name="UnionId">The user's id over all apps of the Open Platform account; <see langword="null"/> without one.</param>
/// <param name="SessionKey">The key of the session; <see langword="null"/> unless it was asked for.</param>
internal sealed record LoginReport(string OpenId, string? UnionId, string? SessionKey);

/// <summary>A number of documents as programs read it.</summary>
internal sealed record CountReport(long Count);

/// <summary>What was done to something that has only a name.</summary>
internal sealed record NameReport(string Name);
