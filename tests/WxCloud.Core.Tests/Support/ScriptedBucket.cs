using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Storage.Buckets;

namespace WxCloud.Core.Tests.Support;

/// <summary>An environment with valid tickets, whose bucket answers as the test defines.</summary>
internal sealed class ScriptedBucket : IAsyncDisposable
{
    public const string Bucket = "6465-env-1250000000";

    private readonly ScriptedServer _server;
    private readonly WxCloudConnection _connection;

    /// <param name="bucket">How the bucket answers; targets are below <c>/6465-env-1250000000/</c>.</param>
    /// <param name="change">Changes the connection's settings, which have COS keys.</param>
    /// <param name="time">The client's clock; <see langword="null"/> for a hurried one.</param>
    /// <param name="basePath">The prefix of every key.</param>
    /// <param name="keys">How calls for keys are answered; <see langword="null"/> when none are expected.</param>
    public ScriptedBucket(
        Func<ScriptedRequest, ScriptedReply> bucket,
        Func<ConnectionSettings, ConnectionSettings>? change = null,
        TimeProvider? time = null,
        string basePath = "",
        Func<ScriptedRequest, ScriptedReply>? keys = null)
    {
        _server = new(request => request.Target.StartsWith("/" + Bucket, StringComparison.Ordinal) ? bucket(request)
            : request.Target.StartsWith("/tcb/uploadfile", StringComparison.Ordinal) ? Ticket(request, basePath)
            : keys?.Invoke(request) ?? ScriptedReply.Json("""{"errcode":-1,"errmsg":"unexpected"}"""));
        ConnectionSettings settings = new()
        {
            Credential = WxCredentialKind.AccessToken,
            AccessToken = new("a token"),
            EnvironmentId = "env",
            Endpoint = _server.Endpoint,
            Timeout = TimeSpan.FromHours(1),
            CosSecretId = "given-id",
            CosSecretKey = new("given-key"),
            NoTokenCache = true,
        };
        _connection = new(change?.Invoke(settings) ?? settings, time ?? new AcceleratedTime());
    }

    public ConnectionSettings Settings => _connection.Settings;

    public Engine Engine => _connection.Engine;

    public IReadOnlyList<ScriptedRequest> ObjectRequests => [.. _server.Requests.Where(static request => request.Target.StartsWith("/" + Bucket, StringComparison.Ordinal))];

    public IEnumerable<ScriptedRequest> Requests(string route) => _server.Requests.Where(request => request.Target.StartsWith("/" + route, StringComparison.Ordinal));

    public ValueTask<EnvironmentBucket> OpenAsync(CancellationToken cancellationToken) => Engine.Buckets.FindAsync("env", cancellationToken);

    /// <summary>All keys of a prefix, in their order.</summary>
    public async Task<List<string>> ListKeysAsync(string prefix, string delimiter, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var bucket = await OpenAsync(cancellationToken);
        await foreach (var page in bucket.Objects.ListAsync(prefix, delimiter, cancellationToken))
        {
            names.AddRange(page.Objects.Select(static item => item.Key).Concat(page.Folders));
        }

        return names;
    }

    /// <summary>A page of a listing, written as COS does with <c>encoding-type=url</c>.</summary>
    /// <param name="nextMarker">Where the next page begins; <see langword="null"/> for the last page.</param>
    /// <param name="keys">The keys; one that ends with a slash is a common prefix.</param>
    public static ScriptedReply Page(string? nextMarker, params string[] keys) =>
        Page(nextMarker, [.. keys.Where(static key => !key.EndsWith('/'))], [.. keys.Where(static key => key.EndsWith('/'))]);

    public static ScriptedReply Page(string? nextMarker, string[] keys, string[] folders)
    {
        var text = new StringBuilder("<?xml version='1.0' encoding='utf-8' ?><ListBucketResult><EncodingType>url</EncodingType>");
        text.Append(nextMarker is null ? "<IsTruncated>false</IsTruncated>" : $"<IsTruncated>true</IsTruncated><NextMarker>{Encode(nextMarker)}</NextMarker>");
        foreach (var key in keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{Encode(key)}</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag><Size>5</Size></Contents>");
        }

        foreach (var folder in folders)
        {
            text.Append(CultureInfo.InvariantCulture, $"<CommonPrefixes><Prefix>{Encode(folder)}</Prefix></CommonPrefixes>");
        }

        return Xml("200 OK", text.Append("</ListBucketResult>").ToString());

        static string Encode(string name) => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);
    }

    public static ScriptedReply Error(string status, string code, string headers = "") =>
        Xml(status, $"<?xml version='1.0' encoding='utf-8' ?><Error><Code>{code}</Code><Message>as scripted</Message><RequestId>NWExYjI=</RequestId></Error>", headers);

    public static ScriptedReply Xml(string status, string body, string headers = "") =>
        ScriptedReply.Of(status, $"{headers}Content-Type: application/xml\r\nx-cos-request-id: NWExYjI=\r\nContent-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}", body);

    /// <summary>The value of a query parameter, decoded; <see langword="null"/> when it is not there.</summary>
    public static string? Query(ScriptedRequest request, string name)
    {
        var query = request.Target.IndexOf('?', StringComparison.Ordinal) is var mark and > 0 ? request.Target[(mark + 1)..] : "";
        return query.Split('&').Select(static pair => pair.Split('=')).Where(pair => pair[0] == name).Select(static pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")).FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    private ScriptedReply Ticket(ScriptedRequest request, string basePath)
    {
        var path = JsonDocument.Parse(request.Text).RootElement.GetProperty("path").GetString()!;
        return ScriptedReply.Json(JsonSerializer.Serialize(new
        {
            errcode = 0,
            errmsg = "ok",
            url = $"{_server.Endpoint}{Bucket}/{basePath}{path}",
            token = "session",
            authorization = "q-sign-algorithm=sha1",
            file_id = $"cloud://env.{Bucket}/{path}",
            cos_file_id = "meta of " + path,
        }));
    }
}
