using WxCloud.Emulator.Storage;

namespace WxCloud.Emulator.Hosting;

/// <summary>The URLs that the emulator hands out; they lead back by the name under which the client came.</summary>
internal sealed class EmulatorUrls(bool raw)
{
    /// <summary>What stands behind a bucket in the name of its download host.</summary>
    public const string LinkHostSuffix = ".tcb.qcloud.la";

    /// <summary>Where the form of an upload ticket is sent: the object host in path style.</summary>
    public string Object(RequestTarget target, string bucket, string key) => $"{target.Scheme}://{target.Authority}/{bucket}/{Path(key)}";

    /// <summary>The download host, as the first segment of the path, and the path of the file.</summary>
    public string Link(RequestTarget target, CloudEnvironment environment, string path)
    {
        return $"{target.Scheme}://{target.Authority}/{environment.Bucket}{LinkHostSuffix}/{Path(path)}";
    }

    private string Path(string path) => raw ? path : PercentEncoding.EncodePath(path);
}
