using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Admin.Requests;
using WxCloud.Emulator.Admin.Signatures;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Admin;

/// <summary>
/// <c>POST /admin</c>, which the official Node SDKs speak to (cloudbase-admin.md). Every answer has HTTP status 200 and a <c>requestId</c>.
/// </summary>
/// <param name="environments">The environments that exist.</param>
/// <param name="clock">The time of signatures and commands.</param>
/// <param name="keyPairs">The pairs of keys that sign.</param>
/// <param name="actions">The actions by name.</param>
internal sealed class AdminHost(
    EnvironmentCatalog environments, EmulatorClock clock, KeyPairs keyPairs, IEnumerable<KeyValuePair<string, Func<AdminRequest, Task<DocumentValue>>>> actions)
{
    /// <summary>The route under which its requests are counted and faulted.</summary>
    public const string Route = "admin";

    private const int MaxBodyLength = 20 * 1024 * 1024;

    private readonly Dictionary<string, Func<AdminRequest, Task<DocumentValue>>> _actions = actions.ToDictionary(StringComparer.Ordinal);

    // The SDKs sign with the real time, even when the emulator's clock was moved.
    private readonly AdminSignatureCheck _signatures = new(keyPairs, clock, new EmulatorClock(TimeProvider.System));

    public async Task HandleAsync(HttpContext context, RequestTarget target)
    {
        if (await ApiFaults.TryAnswerAsGatewayAsync(context).ConfigureAwait(false))
        {
            return;
        }

        DocumentValue reply;
        try
        {
            ApiFaults.ThrowIfErrcode(context);
            reply = await AnswerAsync(context.Request, target, await ReadAsync(context).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (AdminException e)
        {
            reply = Refusal(e.Code, e.Message);
        }
        catch (DatabaseException e)
        {
            reply = Refusal(e.Code, e.Message);
        }
        catch (FunctionException e)
        {
            reply = Refusal(e.Code, e.Message);
        }
        catch (ApiException e)
        {
            reply = Refusal("SYS_ERR", e.Message);
        }

        reply = reply.With("requestId", new TextValue(Guid.NewGuid().ToString("N")));
        await context.Response.SendBodyAsync(StatusCodes.Status200OK, "application/json; charset=utf-8", ExtendedJsonWriter.ToUtf8(reply, ExtendedJsonStyle.Plain).WrittenMemory).ConfigureAwait(false);
    }

    /// <summary>
    /// An older SDK inside a function uses a fixed host name of the service, to which the URLs of replies must not lead: they get the address at which the
    /// request arrived.
    /// </summary>
    private static RequestTarget ReachableTarget(HttpRequest request, RequestTarget target)
    {
        var connection = request.HttpContext.Connection;
        return ServiceHosts.IsAdminHost(target.Host) && connection.LocalIpAddress is { } address
            ? new RequestTarget("http", new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, connection.LocalPort).ToString(), target.Path, target.Query)
            : target;
    }

    private static DocumentValue Refusal(string code, string message) => new(new Field("code", new TextValue(code)), new Field("message", new TextValue(message)));

    private static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new AdminException("INVALID_PARAM", "the method must be POST");
        }

        using MemoryStream body = new();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBodyLength)
            {
                throw new AdminException("INVALID_PARAM", "the request is too large");
            }
        }

        if (context.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new AdminException("INVALID_ACTION", "the emulator does not answer open API calls (cloud.openapi, cloud.getOpenData, cloud.cloudPay)");
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new AdminException("INVALID_PARAM", "the body must be a JSON object");
        }
        catch (JsonException e)
        {
            throw new AdminException("INVALID_PARAM", $"the body is not JSON: {e.Message}");
        }
    }

    private Task<DocumentValue> AnswerAsync(HttpRequest request, RequestTarget target, JsonElement body)
    {
        _signatures.ThrowIfInvalid(request, target, body);
        var environmentId = body.TryGetProperty("envName", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : string.Empty;
        var environment = environmentId.Length == 0 ? environments.Default : environments.Find(environmentId) ?? throw new AdminException("INVALIID_ENV", $"env '{environmentId}' not exists");
        AdminRequest asked = new(ReachableTarget(request, target), environment, body, clock.UtcNow.ToUnixTimeMilliseconds(), request.Headers["X-TCB-Source"].ToString() is { Length: > 0 } source ? source : null);
        var action = asked.Text("action") ?? string.Empty;
        return _actions.TryGetValue(action, out var run) ? run(asked) : throw new AdminException("INVALID_ACTION", $"the emulator does not support the action '{action}'");
    }
}
