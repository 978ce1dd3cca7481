using System.Globalization;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>PUT with <c>x-cos-copy-source</c>: copies an object inside the service (reference/tencent-cos.md, section 10).</summary>
internal sealed class CopyObject(EnvironmentCatalog environments, ObjectStore store, ObjectReceiver receiver)
{
    private const string DirectiveHeader = "x-cos-metadata-directive";

    public async Task HandleAsync(ObjectExchange exchange)
    {
        var (bucket, key) = (exchange.Address.Bucket, exchange.Address.Key);
        exchange.Address.ThrowIfInvalidKey();
        var source = CopySource.Read(exchange, environments);

        var replaces = ReplacesHeaders(exchange.Request.Headers);
        if (!replaces && source == new CopySource(bucket, key))
        {
            throw CosErrors.CopyOntoItself();
        }

        var headers = replaces ? StoredHeaders.Pick(exchange.Request.Headers) : null;
        var copy = store.Copy(source.Bucket, source.Key, found =>
        {
            CopyConditions.ThrowIfNotMet(exchange.Request.Headers, found);
            return found.Length <= ObjectReceiver.MaxLength
                ? found with { Bucket = bucket, Key = key, LastModified = receiver.Now, Headers = headers ?? found.Headers }
                : throw CosErrors.EntityTooLarge();
        }) ?? throw CosErrors.NoSuchKey();

        var seen = exchange.AsSeen(copy);
        exchange.Response.Headers[ObjectReply.Crc64Header] = seen.Crc64.ToString(CultureInfo.InvariantCulture);
        var result = new XElement(
            "CopyObjectResult",
            new XElement("ETag", ObjectReply.Quote(seen.ETag)),
            new XElement("CRC64", seen.Crc64.ToString(CultureInfo.InvariantCulture)),
            new XElement("LastModified", CosXml.Time(seen.LastModified)));
        await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, result).ConfigureAwait(false);
    }

    private static bool ReplacesHeaders(IHeaderDictionary headers)
    {
        var directive = headers[DirectiveHeader].ToString();
        return directive.ToUpperInvariant() switch
        {
            "" or "COPY" => false,
            "REPLACED" or "REPLACE" => true,
            _ => throw CosErrors.InvalidArgument($"{directive} is not a metadata directive."),
        };
    }
}
