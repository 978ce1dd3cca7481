using System;
using System.ComponentModel;
using System.Diagnostics;

namespace WxCloud.Local;

/// <summary>The user's default browser.</summary>
internal static class WebBrowser
{
    /// <summary>Opens an address.</summary>
    /// <returns>False when the system has no browser, or nothing that would start one.</returns>
    public static bool TryOpen(Uri address)
    {
        try
        {
            // On Linux this runs xdg-open or what takes its place.
            using var process = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Exception e) when (e is Win32Exception or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
