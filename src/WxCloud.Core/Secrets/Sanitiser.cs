using System.Text;
using System.Text.RegularExpressions;

namespace WxCloud.Secrets;

/// <summary>
/// The one gate for text that others may read: every message of an error and every line of the log passes it. It masks
/// secrets that are in use, masks the values in the places of secrets, replaces control characters, which could
/// control a terminal, and limits the length.
/// </summary>
internal static partial class Sanitiser
{
    /// <summary>Longer than any meaningful path or message.</summary>
    private const int MaxLength = 5000;

    /// <summary>A query parameter, form field, header or JSON property that holds a secret, and its value.</summary>
    private const string NamedPattern =
        @"(?<name>\b(?:(?:cloudbase_|component_|authorizer_|from_cloudbase_)?access_token|appsecret|secret|secretkey|password|sign|signature|q-signature|"
        + @"x-cos-security-token|authorization|session_key|js_code)\b[""']?\s*[=:]\s*[""']?)(?<value>[^\s&""',;<>]+)";

    /// <summary>Name and password before the host of an address.</summary>
    private const string UserInfoPattern = @"(?<=[a-z]://)[^/\s@]+(?=@)";

    private const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private const int MatchTimeoutMilliseconds = 1000;

#if NET
    [GeneratedRegex(NamedPattern, PatternOptions, MatchTimeoutMilliseconds)]
    private static partial Regex Named { get; }

    [GeneratedRegex(UserInfoPattern, PatternOptions, MatchTimeoutMilliseconds)]
    private static partial Regex UserInfo { get; }
#else
    private static Regex Named { get; } = new(NamedPattern, PatternOptions, System.TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds));

    private static Regex UserInfo { get; } = new(UserInfoPattern, PatternOptions, System.TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds));
#endif

    public static string Clean(string text)
    {
        var clean = WithoutControls(text.Length <= MaxLength ? text : text.Remove(MaxLength) + "…");
        clean = Secret.MaskIn(clean);
        clean = Named.Replace(clean, static match => match.Groups["name"].Value + Secret.Mask);
        return UserInfo.Replace(clean, Secret.Mask);
    }

    /// <summary>
    /// Cleans what the user named: a path, a fileID or a pattern is shown as it was given, whatever its parts look like, except
    /// control characters and secrets in use.
    /// </summary>
    public static string CleanName(string name) => Secret.MaskIn(WithoutControls(name.Length <= MaxLength ? name : name.Remove(MaxLength) + "…"));

    private static string WithoutControls(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t'))
            {
                clean ??= new(text);
                clean[i] = ' ';
            }
        }

        return clean?.ToString() ?? text;
    }
}
