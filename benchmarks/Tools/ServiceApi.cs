using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The calls of the service that the peers need before they can begin, with the emulator's known credentials.</summary>
internal sealed class ServiceApi(Uri endpoint) : IDisposable
{
    public const string EnvironmentId = "local-env";
    public const string SecretId = "emulator-secret-id";
    public const string SecretKey = "emulator-secret-key";
    public const string Bucket = "6c6f-local-env-1250000000";

    private readonly HttpClient _client = new() { BaseAddress = endpoint };
    private string? _token;

    public static string FileId(string cloudPath) => $"cloud://{EnvironmentId}.{Bucket}/{cloudPath}";

    /// <summary>Where to post a file, and the fields to send before it.</summary>
    public async Task<(string Url, IReadOnlyList<(string Name, string Value)> Fields)> GetTicketAsync(string cloudPath, CancellationToken cancellationToken)
    {
        var ticket = await CallAsync("tcb/uploadfile", new { env = EnvironmentId, path = cloudPath }, cancellationToken);
        string Text(string name) => ticket.GetProperty(name).GetString()!;
        return (Text("url"),
        [
            ("key", cloudPath),
            ("Signature", Text("authorization")),
            ("x-cos-security-token", Text("token")),
            ("x-cos-meta-fileid", Text("cos_file_id")),
        ]);
    }

    /// <summary>A temporary URL.</summary>
    public async Task<string> GetLinkAsync(string cloudPath, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(
            "tcb/batchdownloadfile",
            new { env = EnvironmentId, file_list = new[] { new { fileid = FileId(cloudPath), max_age = 3600 } } },
            cancellationToken);
        return reply.GetProperty("file_list")[0].GetProperty("download_url").GetString()!;
    }

    /// <summary>The call that requests one temporary URL, with its token, for a program that repeats it.</summary>
    public async Task<(string Url, string Body)> LinkCallAsync(string cloudPath, CancellationToken cancellationToken)
    {
        await GetLinkAsync(cloudPath, cancellationToken);
        var body = JsonSerializer.Serialize(new { env = EnvironmentId, file_list = new[] { new { fileid = FileId(cloudPath), max_age = 3600 } } });
        return ($"{endpoint}tcb/batchdownloadfile?access_token={_token}", body);
    }

    /// <summary>Removes files, so that the next run finds room.</summary>
    public async Task DeleteAsync(IEnumerable<string> cloudPaths, CancellationToken cancellationToken)
    {
        foreach (var some in cloudPaths.Chunk(50))
        {
            await CallAsync("tcb/batchdeletefile", new { env = EnvironmentId, fileid_list = some.Select(FileId) }, cancellationToken);
        }
    }

    /// <summary>Drops the token, which a reset of the emulator invalidates.</summary>
    public void ForgetToken() => _token = null;

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> CallAsync(string path, object body, CancellationToken cancellationToken)
    {
        _token ??= (await PostAsync(
            "cgi-bin/stable_token",
            new { grant_type = "client_credential", appid = "wx0000000000000001", secret = "emulator-secret" },
            cancellationToken)).GetProperty("access_token").GetString();
        return await PostAsync($"{path}?access_token={_token}", body, cancellationToken);
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var reply = await _client.PostAsJsonAsync(path, body, cancellationToken);
        var answer = await reply.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.TryGetProperty("errcode", out var errcode) && errcode.GetInt32() != 0
            ? throw new NotMeasuredException($"the emulator refused {path.Split('?')[0]}: {answer}")
            : answer;
    }
}
