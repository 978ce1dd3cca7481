using System;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>What a walk found.</summary>
internal enum LocalNodeKind
{
    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder that is not walked, such as a link that leads in circles. Its path ends with a slash.</summary>
    FolderLeftOut,

    /// <summary>A pipe, device or socket.</summary>
    FileLeftOut,

    /// <summary>A file that cannot be looked at.</summary>
    FileUnreadable,

    /// <summary>A folder that cannot be listed to its end.</summary>
    FolderUnreadable,
}

/// <summary>Something in the local folder.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Its path below the folder, with slashes.</param>
/// <param name="FullPath">Its full path.</param>
/// <param name="Length">The length of a file in bytes.</param>
/// <param name="LastWriteTime">When a file was last written.</param>
/// <param name="Error">Why it cannot be read; <see langword="null"/> for what can, or is left out.</param>
internal sealed record LocalNode(LocalNodeKind Kind, string Path, string FullPath, long Length = 0, DateTimeOffset LastWriteTime = default, WxCloudException? Error = null);
