namespace WxCloud.Emulator.Hosting;

/// <summary>Which part of the emulator answers a request.</summary>
internal abstract record Destination
{
    private Destination()
    {
    }

    /// <summary>A control call, for tests and people; it is neither counted nor broken by faults.</summary>
    public sealed record Control(string Path) : Destination;

    /// <summary>A JSON call, by its path without the leading slash.</summary>
    public sealed record Api(string Path) : Destination;

    /// <summary>
    /// The object host.
    /// </summary>
    /// <param name="Bucket">The bucket, known or not.</param>
    /// <param name="Key">The key, empty for the bucket itself.</param>
    /// <param name="BucketInPath">True when the bucket stands in the path, false when it stands in the host or nowhere.</param>
    public sealed record Object(string Bucket, string Key, bool BucketInPath) : Destination;

    /// <summary>The download host, which serves temporary URLs.</summary>
    public sealed record Link(string Bucket, string Path) : Destination;

    /// <summary>A path that cannot be decoded.</summary>
    public sealed record Nowhere : Destination;
}
