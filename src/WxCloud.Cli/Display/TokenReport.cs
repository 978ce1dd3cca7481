using System;

namespace WxCloud.Cli.Display;

/// <summary>An access token without its text.</summary>
/// <param name="Kind">How the token was made.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="ExpiresOn">When it expires; <see langword="null"/> when that is unknown.</param>
internal sealed record TokenReport(string Kind, string Source, DateTimeOffset? ExpiresOn);
