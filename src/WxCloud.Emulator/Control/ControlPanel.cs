using System;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Functions.Schedules;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Login;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Storage;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Control;

/// <summary>The calls below <c>/_emulator/</c>, for tests and for people who try their automation against failures.</summary>
internal sealed class ControlPanel(
    EmulatorClock clock,
    RequestCounters requests,
    TokenIssuer tokens,
    KeyPairs keyPairs,
    ServiceKeyCall serviceKeys,
    ObjectStore store,
    DocumentStore documents,
    EnvironmentCatalog environments,
    FaultInjector faults,
    FaultPlanReader faultPlans,
    FunctionScheduler functions,
    LoginCodes logins)
{
    private readonly ObjectSeeding _seeding = new(environments, clock, store);

    public async Task HandleAsync(HttpContext context, string path)
    {
        var call = $"{context.Request.Method} {path["_emulator/".Length..]}";
        switch (call)
        {
            case "GET health":
                await AnswerAsync(context, StatusCodes.Status200OK, ControlStatus.Ok, ControlJson.Default.ControlStatus).ConfigureAwait(false);
                break;
            case "GET requests":
                await AnswerAsync(context, StatusCodes.Status200OK, requests.Read(), ControlJson.Default.RequestCounts).ConfigureAwait(false);
                break;
            case "POST reset":
                Reset();
                await AnswerAsync(context, StatusCodes.Status200OK, ControlStatus.Ok, ControlJson.Default.ControlStatus).ConfigureAwait(false);
                break;
            case "POST clock":
                await MoveClockAsync(context).ConfigureAwait(false);
                break;
            case "PUT faults":
                await SetFaultsAsync(context).ConfigureAwait(false);
                break;
            case "GET faults":
                await AnswerAsync(context, StatusCodes.Status200OK, FaultPlanReport.Of(faults.Plan), ControlJson.Default.FaultPlanReport).ConfigureAwait(false);
                break;
            case "POST login/codes":
                await IssueLoginCodeAsync(context).ConfigureAwait(false);
                break;
            case "POST tokens/expire":
                tokens.ExpireAll();
                await AnswerAsync(context, StatusCodes.Status200OK, ControlStatus.Ok, ControlJson.Default.ControlStatus).ConfigureAwait(false);
                break;
            case "POST objects":
                await SeedAsync(context).ConfigureAwait(false);
                break;
            case "POST keys/expire":
                keyPairs.ExpireAll();
                await AnswerAsync(context, StatusCodes.Status200OK, ControlStatus.Ok, ControlJson.Default.ControlStatus).ConfigureAwait(false);
                break;
            case "POST tokens/cloudrun":
                var grant = tokens.IssueCloudRun();
                await AnswerAsync(context, StatusCodes.Status200OK, new CloudRunToken(grant.Text, grant.ExpiresIn), ControlJson.Default.CloudRunToken)
                    .ConfigureAwait(false);
                break;
            default:
                await RefuseAsync(context, StatusCodes.Status404NotFound, $"There is no control call '{call}'.").ConfigureAwait(false);
                break;
        }
    }

    public static Task RefuseAsync(HttpContext context, int status, string error)
    {
        return AnswerAsync(context, status, new ControlError(error), ControlJson.Default.ControlError);
    }

    private static Task AnswerAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        return context.Response.SendBodyAsync(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, type));
    }

    private void Reset()
    {
        store.Clear();
        documents.Clear(environments.Ids);
        faults.Plan = FaultPlan.None;
        requests.Reset();
        tokens.Reset();
        serviceKeys.Reset();
        functions.Reset();
        logins.Reset();
        clock.Reset();
    }

    private async Task IssueLoginCodeAsync(HttpContext context)
    {
        // A request without a body may have no length either.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        try
        {
            var asked = body.Length == 0 ? null : JsonSerializer.Deserialize(body.ToArray(), ControlJson.Default.LoginCodeRequest);
            var openId = asked?.Openid is { Length: > 0 } named ? named : $"o{RandomNumberGenerator.GetHexString(27)}";
            var code = logins.Issue(openId, asked?.Unionid);
            await AnswerAsync(context, StatusCodes.Status200OK, new LoginCodeReport(code, openId, LoginCodes.Lifetime), ControlJson.Default.LoginCodeReport).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body must be {{\"openid\": text, \"unionid\": text}}: {e.Message}").ConfigureAwait(false);
        }
    }

    private async Task SetFaultsAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        try
        {
            faults.Plan = faultPlans.Read(body.ToArray());
            await AnswerAsync(context, StatusCodes.Status200OK, ControlStatus.Ok, ControlJson.Default.ControlStatus).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }

    private async Task SeedAsync(HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.SeedRequest, context.RequestAborted).ConfigureAwait(false);
            var report = await _seeding.RunAsync(request ?? throw new FormatException("The body must be an object.")).ConfigureAwait(false);
            await AnswerAsync(context, StatusCodes.Status200OK, report, ControlJson.Default.SeedReport).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }

    private async Task MoveClockAsync(HttpContext context)
    {
        try
        {
            var move = await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.ClockMove, context.RequestAborted)
                .ConfigureAwait(false);
            if (move?.AdvanceSeconds is not { } seconds)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, "The body must be {\"advanceSeconds\": number}.").ConfigureAwait(false);
                return;
            }

            clock.Advance(TimeSpan.FromSeconds(seconds));
            await AnswerAsync(context, StatusCodes.Status200OK, new ClockReading(clock.UnixSeconds), ControlJson.Default.ClockReading).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or OverflowException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }
}
