using System;
using System.Globalization;
using System.Net.Http;
using System.Text;
using WxCloud.Secrets;

namespace WxCloud.Http;

/// <summary>
/// The details of one HTTP call for support: never its query, which has tokens and signatures, and never a body.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Host">The host, with its port when that is unusual.</param>
/// <param name="Status">The HTTP status; <see langword="null"/> when there was no reply.</param>
/// <param name="Errcode">The service's errcode; <see langword="null"/> from object hosts and when there was no reply.</param>
/// <param name="RequestId">The id by which support finds the call; <see langword="null"/> when the reply had none.</param>
/// <param name="ErrorId">What went wrong; <see langword="null"/> when nothing did.</param>
/// <param name="Elapsed">The time until the reply was there: all of it from the API, its head from object hosts.</param>
internal sealed record CallTrace(
    string Method,
    string Host,
    int? Status,
    int? Errcode,
    string? RequestId,
    string? ErrorId,
    TimeSpan Elapsed)
{
    /// <summary>The path, as the URL has it. Cleaned when it is read, since most calls are never shown.</summary>
    public string Path => Sanitiser.Clean(RawPath);

    private string RawPath { get; init; } = string.Empty;

    /// <summary>A call as it is sent.</summary>
    public static CallTrace Of(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        return new(
            request.Method.Method,
            uri.IsDefaultPort ? uri.Host : uri.Authority,
            Status: null,
            Errcode: null,
            RequestId: null,
            ErrorId: null,
            TimeSpan.Zero) { RawPath = uri.AbsolutePath };
    }

    /// <summary>The same with what the reply says.</summary>
    public CallTrace With(HttpResponseMessage response) =>
        this with { Status = (int)response.StatusCode, RequestId = response.Header(ReplyHeaders.CosRequestId) ?? RequestId };

    /// <summary>The same with the details of the error.</summary>
    public CallTrace With(WxCloudException error) => this with
    {
        Status = error.HttpStatus ?? Status,
        Errcode = error.Errcode,
        RequestId = error.RequestId ?? RequestId,
        ErrorId = error.ErrorId,
    };

    /// <summary>One line: <c>POST host/path 200 errcode 40001 WxCloud.Token.Refused request 1-2-3 in 12 ms</c>.</summary>
    public override string ToString()
    {
        var line = new StringBuilder($"{Method} {Host}{Path} {(Status is { } status ? status.ToString(CultureInfo.InvariantCulture) : "-")}");
        Add("errcode ", Errcode?.ToString(CultureInfo.InvariantCulture));
        Add(string.Empty, ErrorId);
        Add("request ", RequestId);
        Add("in ", Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        return line.Append(" ms").ToString();

        void Add(string label, string? value)
        {
            if (value is not null)
            {
                line.Append(' ').Append(label).Append(value);
            }
        }
    }
}
