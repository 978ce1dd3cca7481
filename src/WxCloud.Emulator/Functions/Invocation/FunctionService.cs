using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Logs;
using WxCloud.Emulator.Functions.Processes;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Invocation;

/// <summary>Runs cloud functions, and keeps the logs of their calls.</summary>
/// <param name="folder">The functions of the project; null when the emulator was started without.</param>
/// <param name="node">The machine's Node.</param>
/// <param name="clock">The time of logs.</param>
/// <param name="logs">Where calls are logged.</param>
/// <param name="timeProvider">The time of the limits of processes; a moved clock does not change it.</param>
internal sealed class FunctionService(FunctionFolder? folder, NodeProgram node, EmulatorClock clock, FunctionLogs logs, TimeProvider timeProvider) : IDisposable
{
    private readonly ConcurrentDictionary<string, FunctionCaller> _callers = new(StringComparer.Ordinal);
    private ProcessStarter? _starter;
    private ProcessPool? _pool;

    /// <summary>The functions of the project; null when the emulator was started without.</summary>
    public FunctionFolder? Folder => folder;

    /// <summary>Makes the functions callable.</summary>
    /// <param name="endpoint">The emulator's own address, which the functions' SDKs use.</param>
    public void Start(Uri endpoint)
    {
        _starter = new ProcessStarter(node, endpoint, logs.Show);
        _pool = new ProcessPool(_starter, timeProvider);
    }

    /// <summary>The caller of the call that a token was given to; null for a token of no call in flight.</summary>
    public FunctionCaller? CallerOf(string? token) => token is not null && _callers.TryGetValue(token, out var caller) ? caller : null;

    /// <summary>Calls a function.</summary>
    /// <returns>What it returns, as JSON text.</returns>
    /// <exception cref="FunctionException">There is no such function, or it fails.</exception>
    public async Task<string> InvokeAsync(FunctionRequest request)
    {
        var source = (folder ?? throw FunctionErrors.NoFolder(request.Name)).Read(request.Name);
        CallRecord call = new(Guid.NewGuid().ToString(), clock.UtcNow);
        try
        {
            var done = await RunAsync(request, source, call).ConfigureAwait(false);
            call.Memory = done.Memory;
            if (done.Type != "done")
            {
                throw FunctionErrors.Thrown(Explain(done.Message ?? string.Empty, source), done.Stack);
            }

            Log(request, call, null);
            return done.Value ?? "null";
        }
        catch (FunctionException e)
        {
            Log(request, call, e);
            throw;
        }
    }

    /// <summary>Removes all logs, and ends the warm processes.</summary>
    public void Reset()
    {
        logs.Clear();
        _pool?.Clear();
    }

    /// <summary>Ends the processes that have had nothing to do for long.</summary>
    public void Prune() => _pool?.Prune();

    public void Dispose()
    {
        _pool?.Dispose();
        _starter?.Dispose();
    }

    private static string Explain(string message, FunctionSource source)
    {
        return message.StartsWith("Cannot find module '", StringComparison.Ordinal) && !message.StartsWith("Cannot find module '.", StringComparison.Ordinal)
            ? $"{message.Split('\n')[0]} (is 'npm install' to be run in '{source.Folder}'?)"
            : message;
    }

    private async Task<ProcessMessage> RunAsync(FunctionRequest request, FunctionSource source, CallRecord call)
    {
        while (true)
        {
            var process = await _pool!.RentAsync(source, request.Environment).ConfigureAwait(false);
            call.IsCold = process.IsFresh;
            _callers[call.RequestId] = request.Caller;
            try
            {
                return await process.RunAsync(
                    id => new ProcessCall(id, request.Event, VariablesOf(request.Caller, call.RequestId), ContextOf(request, source, call.RequestId)),
                    (stream, line) =>
                    {
                        call.Output.Add(stream, line);
                        logs.Show(source.Name, line);
                    },
                    call.Timing).ConfigureAwait(false);
            }
            catch (ProcessEndedException e) when (!e.IsStarted && !call.IsCold)
            {
                // A warm process may end between calls, by a late throw. The function has not begun: another process takes the call.
            }
            catch (ProcessEndedException e)
            {
                throw FunctionErrors.Ended(source.Name, e.Message);
            }
            finally
            {
                _callers.TryRemove(call.RequestId, out _);
                _pool.Return(process, request.Environment);
            }
        }
    }

    private static Dictionary<string, string> VariablesOf(FunctionCaller caller, string requestId)
    {
        Dictionary<string, string> variables = new()
        {
            ["TCB_SOURCE"] = caller.Source,
            ["TCB_SEQID"] = requestId,
            ["TCB_SESSIONTOKEN"] = requestId,
            ["WX_API_TOKEN"] = requestId,
            ["SCF_REQUEST_ID"] = requestId,
        };
        if (caller.OpenId is not null)
        {
            variables["WX_OPENID"] = caller.OpenId;
        }

        if (caller.UnionId is not null)
        {
            variables["WX_UNIONID"] = caller.UnionId;
        }

        return variables;
    }

    private FunctionContext ContextOf(FunctionRequest request, FunctionSource source, string requestId)
    {
        var variables = _starter!.Variables(request.Environment);
        foreach (var (name, value) in VariablesOf(request.Caller, requestId))
        {
            variables[name] = value;
        }

        return new FunctionContext(
            requestId,
            source.Name,
            "$LATEST",
            request.Environment.Id,
            source.Settings.MemoryMegabytes,
            (long)source.Settings.TimeLimit.TotalMilliseconds,
            JsonSerializer.Serialize(variables, ProcessJson.Default.DictionaryStringString),
            string.Join(';', variables.Select(variable => $"{variable.Key}={variable.Value}")));
    }

    private void Log(FunctionRequest request, CallRecord call, FunctionException? failure)
    {
        logs.Add(new FunctionLog(
            call.RequestId,
            request.Name,
            request.Environment.Id,
            request.Caller.Source,
            request.Caller.OpenId,
            call.StartedAt,
            Math.Round(call.Timing.Elapsed.TotalMilliseconds, 3),
            call.Memory,
            call.IsCold,
            failure is null ? "ok" : failure.Code == FunctionErrors.TimeLimitCode ? "timeout" : "error",
            failure is null ? null : new FunctionLogError(failure.Errcode, failure.Message, failure.Stack),
            call.Output.Read(),
            call.Output.Omitted));
    }

    /// <summary>What is noted during a call for its log.</summary>
    private sealed class CallRecord(string requestId, DateTimeOffset startedAt)
    {
        public string RequestId => requestId;

        public DateTimeOffset StartedAt => startedAt;

        public Stopwatch Timing { get; } = new();

        public CallOutput Output { get; } = new();

        public long? Memory { get; set; }

        public bool IsCold { get; set; }
    }
}
