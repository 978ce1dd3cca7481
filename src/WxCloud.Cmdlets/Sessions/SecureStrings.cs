using System.Net;
using System.Security;
using WxCloud.Secrets;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>Between PowerShell's protected strings and the engine's.</summary>
internal static class SecureStrings
{
    public static Secret ToSecret(this SecureString text) => new(new NetworkCredential(string.Empty, text).Password);

    public static SecureString ToSecureString(this Secret secret)
    {
        var text = new SecureString();
        foreach (var character in secret.Reveal())
        {
            text.AppendChar(character);
        }

        text.MakeReadOnly();
        return text;
    }
}
