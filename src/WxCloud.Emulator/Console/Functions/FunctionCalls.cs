using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Invocation;
using WxCloud.Emulator.Functions.Logs;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Console.Functions;

/// <summary>The control calls about cloud functions.</summary>
internal sealed class FunctionCalls(FunctionLogs logs, FunctionService functions, EmulatorClock clock)
{
    public IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> All => [new("GET functions", ListAsync), new("GET functions/logs", ReadLogsAsync), new("GET functions/logs/stream", StreamLogsAsync)];

    private Task ListAsync(HttpContext context)
    {
        return context.SendJsonAsync(new FunctionListReport([.. (functions.Folder?.Names ?? []).Select(Describe)]), FunctionLogJson.Default.FunctionListReport);
    }

    /// <summary>The latest calls; <c>name</c> names one function, <c>limit</c> bounds their number.</summary>
    private Task ReadLogsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : FunctionLogs.Capacity;
        return context.SendJsonAsync(new FunctionLogReport(logs.Read(query["name"].FirstOrDefault(), limit)), FunctionLogJson.Default.FunctionLogReport);
    }

    /// <summary>Server-sent events: each is a JSON array of calls that ended since the one before.</summary>
    private Task StreamLogsAsync(HttpContext context)
    {
        var count = logs.Count;
        return context.SendEventsAsync(
            () =>
            {
                if (logs.Count == count)
                {
                    return null;
                }

                (var ended, count) = logs.ReadAfter(count);
                return (count.ToString(CultureInfo.InvariantCulture), ended.ToArray());
            },
            FunctionLogJson.Default.FunctionLogArray);
    }

    private FunctionListItem Describe(string name)
    {
        try
        {
            var settings = functions.Folder!.ReadSettings(name);
            return new FunctionListItem(name, settings.TimeLimit.TotalSeconds, Describe(settings.Timers), null);
        }
        catch (FunctionException e)
        {
            return new FunctionListItem(name, null, [], e.Message);
        }
    }

    private FunctionTimerItem[] Describe(IReadOnlyList<FunctionTimer> timers)
    {
        return [.. timers.Select(timer => new FunctionTimerItem(timer.Name, timer.Schedule.Text, timer.Schedule.Next(clock.UtcNow)))];
    }
}
