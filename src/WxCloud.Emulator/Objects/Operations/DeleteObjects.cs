using System;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>POST <c>?delete</c>: deletes up to a thousand objects (reference/tencent-cos.md, section 7).</summary>
internal sealed class DeleteObjects(ObjectStore store)
{
    private const int MaxCount = 1000;
    private const int MaxBodyLength = 2 * 1024 * 1024;

    public async Task HandleAsync(ObjectExchange exchange)
    {
        var body = await CosXml.ReadBodyAsync(exchange.Context, MaxBodyLength).ConfigureAwait(false);
        ThrowIfAltered(exchange.Request.Headers, body);
        var request = CosXml.Parse(body, "Delete");
        string[] keys = [.. request.Elements().Where(element => element.Name.LocalName == "Object").Select(ReadKey)];
        if (keys.Length is 0 or > MaxCount)
        {
            throw CosErrors.MalformedXml();
        }

        var isQuiet = CosXml.Child(request, "Quiet") is { } quiet && bool.TryParse(quiet, out var value) && value;
        var results = keys.Select(key => Delete(exchange, key)).Where(result => !isQuiet || result.Name == "Error");
        await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, new XElement("DeleteResult", results)).ConfigureAwait(false);
    }

    private static string ReadKey(XElement element)
    {
        return CosXml.Child(element, "VersionId") is { Length: > 0 }
            ? throw CosErrors.NotImplemented("versions")
            : CosXml.Child(element, "Key") is { Length: > 0 } key ? key : throw CosErrors.MalformedXml();
    }

    /// <summary>COS requires the MD5. Current S3 clients send another checksum in its place.</summary>
    private static void ThrowIfAltered(IHeaderDictionary headers, byte[] body)
    {
        if (ContentMd5.Parse(headers.ContentMD5) is { } announced)
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            md5.AppendData(body);
            ContentMd5.ThrowIfDifferent(announced, new ObjectDigest(body.Length, md5.GetHashAndReset(), 0));
        }
        else if (!headers.Keys.Any(name => name.StartsWith("x-cos-checksum-", StringComparison.OrdinalIgnoreCase)))
        {
            throw CosErrors.MissingContentMd5();
        }
    }

    private XElement Delete(ObjectExchange exchange, string key)
    {
        if (exchange.Refusal(key) is { } refusal)
        {
            return new XElement("Error", CosXml.Element("Key", key), CosXml.Element("Code", refusal.Code), CosXml.Element("Message", refusal.Message));
        }

        store.Delete(exchange.Address.Bucket, key);
        return new XElement("Deleted", CosXml.Element("Key", key));
    }
}
