using System;
using System.Collections.Generic;

namespace WxCloud.WebFiles;

/// <summary>A file to send to any server.</summary>
internal sealed record WebUpload
{
    public required Uri Uri { get; init; }

    /// <summary>The full local path.</summary>
    public required string LocalPath { get; init; }

    /// <summary>The name of the file's part.</summary>
    public required string Name { get; init; }

    /// <summary>Header fields to add; Referer cannot be set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Header { get; init; } = [];

    /// <summary>Form fields, which go before the file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> FormData { get; init; } = [];
}

/// <summary>A file to receive from any server.</summary>
internal sealed record WebDownload
{
    public required Uri Uri { get; init; }

    /// <summary>The full path of the target; <see langword="null"/> for a temporary file.</summary>
    public string? OutFile { get; init; }

    /// <summary>Header fields to add; Referer cannot be set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Header { get; init; } = [];

    /// <summary>Whether the body of an error is saved as well.</summary>
    public bool SkipHttpErrorCheck { get; init; }
}
