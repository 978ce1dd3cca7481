using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Http;

/// <summary>The URLs in the emulator's replies; they have the host name that the client used.</summary>
internal sealed class EmulatorUrls(bool raw)
{
    /// <summary>Where the form of an upload ticket is sent: the object host in path style.</summary>
    public string Object(RequestTarget target, string bucket, string key) => $"{target.Scheme}://{target.Authority}/{bucket}/{Path(key)}";

    /// <summary>The download host, as the first segment of the path, and the path of the file.</summary>
    public string Link(RequestTarget target, CloudEnvironment environment, string path)
    {
        return $"{target.Scheme}://{target.Authority}/{environment.Bucket}{ServiceHosts.LinkSuffix}/{Path(path)}";
    }

    private string Path(string path) => raw ? path : PercentEncoding.EncodePath(path);
}
