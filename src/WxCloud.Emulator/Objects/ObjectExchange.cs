using Microsoft.AspNetCore.Http;
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
