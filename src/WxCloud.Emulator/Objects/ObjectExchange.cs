using System.Globalization;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Objects;

/// <summary>One request to the object host or the download host, and its reply.</summary>
internal sealed record ObjectExchange(HttpContext Context, RequestTarget Target, ObjectAddress Address)
{
    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    /// <summary>The URL of an object by the name under which the client came.</summary>
    public string Location(string key)
    {
        string bucket = Address.BucketInPath ? $"{Address.Bucket}/" : string.Empty;
        return $"{Target.Scheme}://{Target.Authority}/{bucket}{PercentEncoding.EncodePath(key)}";
    }

    /// <summary>An object as the client is to see it: as another version when a fault says so.</summary>
    public ObjectRecord AsSeen(ObjectRecord record)
    {
        return Fault.Of(Context, FaultKind.EtagChange) is { } fault
            ? record with { ETag = string.Create(CultureInfo.InvariantCulture, $"{fault.Lot:x16}{~fault.Lot:x16}") }
            : record;
    }

    /// <summary>Answers without a body.</summary>
    public void Answer(int status)
    {
        Response.StatusCode = status;
        if (status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
        {
            Response.ContentLength = 0;
        }
    }
}
