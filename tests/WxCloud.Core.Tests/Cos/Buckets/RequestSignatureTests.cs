using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Cos;
using WxCloud.Cos.Buckets;
using Xunit;

namespace WxCloud.Core.Tests.Cos.Buckets;

/// <summary>The published vectors of the COS request signature: page 436/7778, and cos-go-sdk-v5's and cos-nodejs-sdk-v5's.</summary>
public sealed class RequestSignatureTests
{
    private const string Host = "7465-test2-4a89da-1258717764.cos.ap-shanghai.myqcloud.com";

    private static readonly CosCredential s_pageKeys =
        new("AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q", new("BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz"), SessionToken: null);

    public static TheoryData<string, string, string, string, string, string> Vectors => new()
    {
        {
            "put", "/exampleobject(腾讯云)", string.Empty,
            "Date: Thu, 16 May 2019 06:45:51 GMT|Host: examplebucket-1250000000.cos.ap-beijing.myqcloud.com|Content-Type: text/plain|Content-Length: 13|"
                + "Content-MD5: mQ/fVh815F3k6TAUm8m0eg==|x-cos-acl: private|x-cos-grant-read: uin=\"100000000011\"",
            "1557989151;1557996351", "3b8851a11a569213c17ba8fa7dcf2abec6935172"
        },
        {
            "get", "/exampleobject(腾讯云)", "response-content-type=application/octet-stream|response-cache-control=max-age=600",
            "Date: Thu, 16 May 2019 06:55:53 GMT|Host: examplebucket-1250000000.cos.ap-beijing.myqcloud.com",
            "1557989753;1557996953", "01681b8c9d798a678e43b685a9f1bba0f6c0e012"
        },
        {
            "GET", "/", "prefix=a b/|delimiter=/|max-keys=3|encoding-type=url|marker=a b/é", $"host: {Host}",
            "1700000000;1700003600", "cfeea45a4a3f05cc845490c10bc6ec9de02bc88b"
        },
        {
            "POST", "/dir/文件 (1)!'*.txt", "uploads=", $"host: {Host}|content-type: text/plain; charset=utf-8",
            "1700000000;1700003600", "7c3b510d8c43fadaa0c90137fa67e4412e187067"
        },
        {
            "PUT", "/big.bin", "partNumber=2|uploadId=1690000000abcDEF", $"host: {Host}|content-length: 1048576|x-cos-traffic-limit: 819200",
            "1700000000;1700003600", "7cf99523d7508021565f35d00fa1e2f576d0c1f5"
        },
        { "POST", "/testupload", string.Empty, string.Empty, "1700000000;1700003600", "132abbd1773ba04d3ab423091a496c4dcd9a65db" },
        {
            "POST", "/", "delete=", $"host: {Host}|content-md5: 1B2M2Y8AsgTpgAmY7PhCfg==|content-type: application/xml",
            "1700000000;1700003600", "fb1227a4f79b7a4b1cc40ff8c7d8f0726faa4d4d"
        },
        {
            "PUT", "/a.txt", string.Empty, $"host: {Host}|x-cos-meta-fileid: abc+/=|x-cos-security-token: tok~en!*",
            "1700000000;1700003600", "98a48e534edfb7dafb44f9a91661df45153d1028"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_signature_equals_the_published_vector(string method, string path, string query, string headers, string keyTime, string signature)
    {
        var times = keyTime.Split(';').Select(time => DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, CultureInfo.InvariantCulture))).ToArray();
        var authorization = RequestSignature.Create(s_pageKeys, method, path, Pairs(query, "="), Pairs(headers, ": "), times[0], times[1]);
        Assert.EndsWith("&q-signature=" + signature, authorization, StringComparison.Ordinal);
        Assert.StartsWith($"q-sign-algorithm=sha1&q-ak={s_pageKeys.SecretId}&q-sign-time={keyTime}&q-key-time={keyTime}&q-header-list=", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_equals_that_of_the_Go_SDK()
    {
        var authorization = RequestSignature.Create(
            new("QmFzZTY0IGlzIGEgZ2VuZXJp", new("AKIDZfbOA78asKUYBcXFrJD0a1ICvR98JM"), SessionToken: null),
            "PUT",
            "/testfile2",
            [],
            Pairs("host: testbucket-125000000.cos.ap-guangzhou.myqcloud.com|x-cos-content-sha1: db8ac1c259eb89d4a131b253bacfca5f319d54f2|x-cos-stroage-class: nearline", ": "),
            DateTimeOffset.FromUnixTimeSeconds(1480932292),
            DateTimeOffset.FromUnixTimeSeconds(1481012292));
        Assert.EndsWith("ce4ac0ecbcdb30538b3fee0a97cc6389694ce53a", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "820975b5a8eccce9455b94d4ebed14d66654bf3c")]
    [InlineData("test=params", "7757e84ed5f8953eafc30afcd2a5d1ad68e00d67")]
    public void The_signature_of_an_address_equals_that_of_the_Go_SDK(string query, string signature)
    {
        var authorization = RequestSignature.Create(
            new("QmFzZTY0IGlzIGEgZ*******", new("ZfbOA78asKUYBcXFrJD0a1I*******"), SessionToken: null),
            "PUT",
            "/test.jpg",
            Pairs(query, "="),
            [],
            DateTimeOffset.FromUnixTimeSeconds(1622702557),
            DateTimeOffset.FromUnixTimeSeconds(1622706157));
        Assert.EndsWith(signature, authorization, StringComparison.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string text, string separator) =>
        text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var at = pair.IndexOf(separator, StringComparison.Ordinal);
            return KeyValuePair.Create(pair[..at], pair[(at + separator.Length)..]);
        });
}
