using System;
using System.Collections.Generic;
using WxCloud.Emulator.Objects.Signatures;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Signatures;

/// <summary>Every vector of fixtures.md, section 4.</summary>
public sealed class SignatureVectorTests
{
    private const string KeyA = "BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz";
    private const string PageHost = "examplebucket-1250000000.cos.ap-beijing.myqcloud.com";
    private const string SdkHost = "7465-test2-4a89da-1258717764.cos.ap-shanghai.myqcloud.com";

    private static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void The_PUT_signature_of_page_7778_is_reproduced()
    {
        var headers = new Dictionary<string, string>()
        {
            ["Date"] = "Thu, 16 May 2019 06:45:51 GMT",
            ["Host"] = PageHost,
            ["Content-Type"] = "text/plain",
            ["Content-Length"] = "13",
            ["Content-MD5"] = "mQ/fVh815F3k6TAUm8m0eg==",
            ["x-cos-acl"] = "private",
            ["x-cos-grant-read"] = "uin=\"100000000011\"",
        };

        Assert.Equal("eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f", CosSigner.SignKey(KeyA, "1557989151;1557996351"));
        Assert.Equal(
            "3b8851a11a569213c17ba8fa7dcf2abec6935172",
            Sign(KeyA, "1557989151;1557996351", "put", "/exampleobject(腾讯云)", s_none, headers));
    }

    [Fact]
    public void The_GET_signature_of_page_7778_is_reproduced()
    {
        var parameters = new Dictionary<string, string>()
        {
            ["response-content-type"] = "application/octet-stream",
            ["response-cache-control"] = "max-age=600",
        };
        var headers = new Dictionary<string, string>() { ["Date"] = "Thu, 16 May 2019 06:55:53 GMT", ["Host"] = PageHost };

        Assert.Equal("937914bf490e9e8c189836aad2052e4feeb35eaf", CosSigner.SignKey(KeyA, "1557989753;1557996953"));
        Assert.Equal(
            "01681b8c9d798a678e43b685a9f1bba0f6c0e012",
            Sign(KeyA, "1557989753;1557996953", "get", "/exampleobject(腾讯云)", parameters, headers));
    }

    [Fact]
    public void The_policy_signature_of_page_14690_is_reproduced()
    {
        const string Policy =
            "ewogICAgImV4cGlyYXRpb24iOiAiMjAxOS0wOC0zMFQwOTozODoxMi40MTRaIiwKICAgICJjb25kaXRpb25zIjogWwogICAgICAgIHsgImFjbCI6ICJkZWZhdWx0IiB9LAogICAgICAgIHsgImJ1Y2tldCI6ICJleGFtcGxlYnVja2V0LTEyNTAwMDAwMDAiIH0sCiAgICAgICAgWyAic3RhcnRzLXdpdGgiLCAiJGtleSIsICJmb2xkZXIvc3ViZm9sZGVyLyIgXSwKICAgICAgICBbICJzdGFydHMtd2l0aCIsICIkQ29udGVudC1UeXBlIiwgImltYWdlLyIgXSwKICAgICAgICBbICJzdGFydHMtd2l0aCIsICIkc3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiLCAiaHR0cHM6Ly9teS53ZWJzaXRlLyIgXSwKICAgICAgICBbICJlcSIsICIkeC1jb3Mtc2VydmVyLXNpZGUtZW5jcnlwdGlvbiIsICJBRVMyNTYiIF0sCiAgICAgICAgeyAicS1zaWduLWFsZ29yaXRobSI6ICJzaGExIiB9LAogICAgICAgIHsgInEtYWsiOiAiQUtJRFFqejNsdG9tcFZqQm5pNUxpdGtXSEZsRnB3a245VTVxIiB9LAogICAgICAgIHsgInEtc2lnbi10aW1lIjogIjE1NjcxNTA2OTI7MTU2NzE1Nzg5MiIgfQogICAgXQp9";
        var signKey = CosSigner.SignKey(KeyA, "1567150692;1567157892");

        Assert.Equal("39acc8c9f34ba5b19bce4e965b370cd3f62d2fba", signKey);
        Assert.Equal("7758dc9a832e9d301dca704cacbf9d9f8172fdef", CosSigner.SignPolicy(signKey, Convert.FromBase64String(Policy)));
    }

    [Fact]
    public void A_PUT_signature_of_the_Go_SDK_is_reproduced()
    {
        var headers = new Dictionary<string, string>()
        {
            ["host"] = "testbucket-125000000.cos.ap-guangzhou.myqcloud.com",
            ["x-cos-content-sha1"] = "db8ac1c259eb89d4a131b253bacfca5f319d54f2",
            ["x-cos-stroage-class"] = "nearline",
        };

        Assert.Equal(
            "ce4ac0ecbcdb30538b3fee0a97cc6389694ce53a",
            Sign("AKIDZfbOA78asKUYBcXFrJD0a1ICvR98JM", "1480932292;1481012292", "PUT", "/testfile2", s_none, headers));
    }

    [Fact]
    public void URL_signatures_of_the_Go_SDK_are_reproduced()
    {
        const string Key = "ZfbOA78asKUYBcXFrJD0a1I*******";
        const string Time = "1622702557;1622706157";

        Assert.Equal("820975b5a8eccce9455b94d4ebed14d66654bf3c", Sign(Key, Time, "put", "/test.jpg", s_none, s_none));
        Assert.Equal(
            "7757e84ed5f8953eafc30afcd2a5d1ad68e00d67",
            Sign(Key, Time, "put", "/test.jpg", new Dictionary<string, string> { ["test"] = "params" }, s_none));
    }

    [Theory]
    [InlineData("get", "/", "prefix=a b/|delimiter=/|max-keys=3|encoding-type=url|marker=a b/é", "host=" + SdkHost, "cfeea45a4a3f05cc845490c10bc6ec9de02bc88b")]
    [InlineData("post", "/dir/文件 (1)!'*.txt", "uploads=", "host=" + SdkHost + "|content-type=text/plain; charset=utf-8", "7c3b510d8c43fadaa0c90137fa67e4412e187067")]
    [InlineData("put", "/big.bin", "partNumber=2|uploadId=1690000000abcDEF", "host=" + SdkHost + "|content-length=1048576|x-cos-traffic-limit=819200", "7cf99523d7508021565f35d00fa1e2f576d0c1f5")]
    [InlineData("post", "/testupload", "", "", "132abbd1773ba04d3ab423091a496c4dcd9a65db")]
    [InlineData("post", "/", "delete=", "host=" + SdkHost + "|content-md5=1B2M2Y8AsgTpgAmY7PhCfg==|content-type=application/xml", "fb1227a4f79b7a4b1cc40ff8c7d8f0726faa4d4d")]
    [InlineData("put", "/a.txt", "", "host=" + SdkHost + "|x-cos-meta-fileid=abc+/=|x-cos-security-token=tok~en!*", "98a48e534edfb7dafb44f9a91661df45153d1028")]
    public void Signatures_of_the_Node_SDK_are_reproduced(string method, string path, string parameters, string headers, string expected)
    {
        Assert.Equal(expected, Sign(KeyA, "1700000000;1700003600", method, path, Pairs(parameters), Pairs(headers)));
    }

    private static string Sign(
        string secretKey, string time, string method, string path, Dictionary<string, string> parameters, Dictionary<string, string> headers)
    {
        return CosSigner.Sign(CosSigner.SignKey(secretKey, time), time, method, path, parameters, headers);
    }

    private static Dictionary<string, string> Pairs(string text)
    {
        Dictionary<string, string> pairs = [];
        foreach (string pair in text.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            pairs[pair[..equals]] = pair[(equals + 1)..];
        }

        return pairs;
    }
}
