using System;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Functions;

/// <summary>Calls cloud functions, at once or delayed. Functions can have side effects, so no call is repeated unless requested.</summary>
internal sealed class FunctionClient(ApiClient api, RetryPolicy retry)
{
    /// <summary>The limits of a delay (cloudbase.addDelayedFunctionTask).</summary>
    private static readonly TimeSpan s_minDelay = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromDays(30);

    /// <summary>Calls a function and returns its result as text.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="name">The function.</param>
    /// <param name="eventJson">The event as JSON.</param>
    /// <param name="retryOnTimeout">Whether the function may run again when the outcome of a call is unknown.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The text; <see langword="null"/> when the reply has none.</returns>
    /// <exception cref="WxCloudException">The call or the function failed.</exception>
    public async Task<string?> InvokeAsync(string environmentId, string name, string eventJson, bool retryOnTimeout, CancellationToken cancellationToken)
    {
        var path = $"tcb/invokecloudfunction?env={Uri.EscapeDataString(environmentId)}&name={Uri.EscapeDataString(name)}";
        var data = ParseEvent(eventJson);
        try
        {
            var reply = retryOnTimeout
                ? await retry.RunAsync(SendAgainAsync, cancellationToken).ConfigureAwait(false)
                : await api.PostOnceAsync(path, data, FunctionJson.Instance.JsonElement, FunctionJson.Instance.InvokeReply, cancellationToken).ConfigureAwait(false);
            return ThrownError.Find(reply.Data) is { } thrown ? throw Error.FunctionThrew(name, thrown.Message, thrown.Stack, reply: null) : reply.Data;
        }
        catch (WxCloudException e) when (e.Errmsg is { } said && e.Category == WxCloudErrorCategory.InvalidResult && e.Errcode is not null)
        {
            var thrown = ThrownError.Parse(said);
            throw Error.FunctionThrew(name, thrown.Message, thrown.Stack, e);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            throw e.For(name);
        }

        async ValueTask<InvokeReply> SendAgainAsync(CancellationToken token)
        {
            try
            {
                return await api.PostWithoutRetryAsync(path, data, FunctionJson.Instance.JsonElement, FunctionJson.Instance.InvokeReply, token).ConfigureAwait(false);
            }
            catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.OperationTimeout)
            {
                throw Error.MayBeSentAgain(e);
            }
        }
    }

    /// <summary>Schedules one later call of a function.</summary>
    /// <exception cref="WxCloudException">The call failed, or the delay is out of range.</exception>
    public async Task DelayAsync(string environmentId, string name, string eventJson, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay < s_minDelay || delay > s_maxDelay || delay.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw Error.DelayInvalid(delay.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        ParseEvent(eventJson);
        try
        {
            await api.PostOnceAsync(
                "tcb/adddelayedfunctiontask", new(environmentId, name, eventJson, (int)delay.TotalSeconds), FunctionJson.Instance.DelayedTaskRequest, FunctionJson.Instance.DelayedTaskReply, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            throw e.For(name);
        }
    }

    private static JsonElement ParseEvent(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Error.EventNotAnObject();
        }
        catch (JsonException e)
        {
            throw Error.JsonMalformed("event", e);
        }
    }
}

/// <summary>Reads the results of functions.</summary>
internal static class FunctionResult
{
    /// <summary>The value of a returned text: parsed when it is JSON, otherwise the text itself.</summary>
    public static object? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return DocumentJson.Read(text, "resp_data");
        }
        catch (WxCloudException)
        {
            return text;
        }
    }
}
