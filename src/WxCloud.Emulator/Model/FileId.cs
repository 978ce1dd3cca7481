using System;

namespace WxCloud.Emulator.Model;

/// <summary>The name by which Mini Programs know a file: <c>cloud://environment.bucket/path</c>.</summary>
internal readonly record struct FileId(string EnvironmentId, string Bucket, string Path)
{
    private const string Scheme = "cloud://";

    public static FileId Of(CloudEnvironment environment, string path) => new(environment.Id, environment.Bucket, path);

    /// <summary>Reads a fileID; the bucket may have the account number or not.</summary>
    public static bool TryParse(string text, out FileId fileId)
    {
        fileId = default;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> name = text.AsSpan(Scheme.Length);
        var dot = name.IndexOf('.');
        var slash = name.IndexOf('/');
        if (dot < 1 || slash < dot + 2 || slash == name.Length - 1)
        {
            return false;
        }

        fileId = new FileId(name[..dot].ToString(), name[(dot + 1)..slash].ToString(), name[(slash + 1)..].ToString());
        return true;
    }

    public bool BelongsTo(CloudEnvironment environment)
    {
        return EnvironmentId == environment.Id && (Bucket == environment.Bucket || Bucket == environment.BucketWithoutAppId);
    }

    public override string ToString() => $"{Scheme}{EnvironmentId}.{Bucket}/{Path}";
}
