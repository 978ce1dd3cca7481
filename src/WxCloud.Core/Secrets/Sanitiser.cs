using System;
using System.Text;
using System.Text.RegularExpressions;

namespace WxCloud.Secrets;

/// <summary>
/// The one gate for text that others may read: every message of an error and every line of the log passes it. It hides
/// secrets that are in use, hides what stands where secrets usually stand, takes control characters out, which could
/// steer a terminal, and bounds the length.
/// </summary>
internal static class Sanitiser
{
    /// <summary>Longer than any path or message that says something.</summary>
    private const int MaxLength = 5000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>A query parameter, form field, header or JSON property that carries a secret, and its value.</summary>
    private static readonly Regex s_named = new(
        @"(?<name>\b(?:(?:cloudbase_|component_|authorizer_|from_cloudbase_)?access_token|appsecret|secret|secretkey|password|sign|signature|q-signature|"
        + @"x-cos-security-token|authorization|session_key|js_code)\b[""']?\s*[=:]\s*[""']?)(?<value>[^\s&""',;<>]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        s_patience);

    /// <summary>Name and password before the host of an address.</summary>
    private static readonly Regex s_userInfo = new(
        @"(?<=[a-z]://)[^/\s@]+(?=@)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        s_patience);

    public static string Clean(string text)
    {
        var clean = WithoutControls(text.Length <= MaxLength ? text : text.Remove(MaxLength) + "…");
        clean = Secret.MaskIn(clean);
        clean = s_named.Replace(clean, static match => match.Groups["name"].Value + Secret.Mask);
        return s_userInfo.Replace(clean, Secret.Mask);
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
