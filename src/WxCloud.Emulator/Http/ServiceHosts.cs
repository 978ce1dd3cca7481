using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Http;

/// <summary>The host names of the real service, under which clients reach the emulator when it is their proxy or when those names resolve to it.</summary>
internal static class ServiceHosts
{
    public const string Api = "api.weixin.qq.com";

    /// <summary>The part after the bucket in the name of its download host.</summary>
    public const string LinkSuffix = ".tcb.qcloud.la";

    private static readonly string[] s_adminHosts =
    [
        "tcb-admin.tencentcloudapi.com", "tcb-admin.tencentyun.com", "tcb-open.tencentcloudapi.com", "tcb-open.tencentyun.com",
    ];

    /// <summary>The hosts that the Node SDKs use without a setting (cloudbase-admin.md, section 1).</summary>
    public static IReadOnlyList<string> AdminHosts => s_adminHosts;

    private static readonly string[] s_objectSuffixes = [".myqcloud.com", ".tencentcos.cn"];

    public static bool IsServiceHost(string host)
    {
        return host == Api || host.EndsWith(LinkSuffix, StringComparison.Ordinal) || IsObjectHost(host, out _) || IsAdminHost(host);
    }

    public static bool IsAdminHost(string host) => Array.IndexOf(s_adminHosts, host) >= 0;

    /// <summary>
    /// Recognises <c>bucket.cos.region.myqcloud.com</c> and <c>cos.region.myqcloud.com</c>.
    /// </summary>
    /// <param name="host">A host name in lower case.</param>
    /// <param name="bucket">The bucket in the name; empty when there is none.</param>
    public static bool IsObjectHost(string host, out string bucket)
    {
        bucket = string.Empty;
        foreach (var suffix in s_objectSuffixes)
        {
            if (host.EndsWith(suffix, StringComparison.Ordinal))
            {
                var bucketEnd = host.IndexOf(".cos", StringComparison.Ordinal);
                bucket = bucketEnd > 0 ? host[..bucketEnd] : string.Empty;
                return true;
            }
        }

        return false;
    }
}
