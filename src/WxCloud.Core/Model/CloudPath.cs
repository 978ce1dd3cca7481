using System;
using System.Text;
using WxCloud.Errors;

namespace WxCloud.Model;

/// <summary>
/// The rules of names in cloud storage (文件名命名限制,
/// developers.weixin.qq.com/minigame/dev/wxcloud/guide/storage/naming.html, and the COS key rules,
/// cloud.tencent.com/document/product/436/13324).
/// </summary>
internal static class CloudPath
{
    /// <summary>The limit of a path in UTF-8 bytes. The documentation does not name the encoding; the service refuses longer paths itself.</summary>
    public const int MaxBytes = 850;

    /// <summary>Returns a path that the service accepts.</summary>
    /// <exception cref="WxCloudException">It breaks a rule.</exception>
    public static string Check(string path)
    {
        if (path.Length == 0)
        {
            throw Error.CloudPathEmpty();
        }

        if (path[0] is '/' or '\\')
        {
            throw Error.CloudPathLeadingSlash(path);
        }

        if (path.Contains("//", StringComparison.Ordinal))
        {
            throw Error.CloudPathDoubleSlash(path);
        }

        foreach (var segment in path.Split('/'))
        {
            if (segment is "." or "..")
            {
                throw Error.CloudPathDotSegment(path);
            }
        }

        foreach (var character in path)
        {
            // CAN, EM, SUB, ESC; NUL ends a name in most places.
            if (character is >= '\x18' and <= '\x1B' or '\0')
            {
                throw Error.CloudPathCharacter(path, character);
            }
        }

        var bytes = Encoding.UTF8.GetByteCount(path);
        return bytes <= MaxBytes ? path : throw Error.CloudPathTooLong(path, bytes, MaxBytes);
    }

    /// <summary>Returns the path of one file, which does not end with a slash.</summary>
    /// <exception cref="WxCloudException">It breaks a rule.</exception>
    public static string CheckFile(string path) =>
        path.EndsWith('/') && path.Length > 1 ? throw Error.CloudPathIsFolder(path) : Check(path);

    /// <summary>A prefix that names a folder: empty, or with one slash at its end.</summary>
    public static string AsFolder(string? prefix) =>
        string.IsNullOrEmpty(prefix) || prefix!.EndsWith('/') ? prefix ?? string.Empty : prefix + "/";

    /// <summary>The text after the last slash.</summary>
    public static string NameOf(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>Percent-encodes a path for a URL, segment by segment.</summary>
    public static string Escape(string path)
    {
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Uri.EscapeDataString(segments[i]);
        }

        return string.Join("/", segments);
    }
}
