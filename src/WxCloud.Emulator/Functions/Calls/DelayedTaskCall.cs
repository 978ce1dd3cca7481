using System;
using System.Text.Json;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Invocation;
using WxCloud.Emulator.Functions.Schedules;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Calls;

/// <summary><c>POST tcb/adddelayedfunctiontask</c> (wechat-database-functions.md, section 2).</summary>
internal sealed class DelayedTaskCall(EnvironmentCatalog environments, FunctionScheduler scheduler) : IApiCall
{
    private const int MinDelay = 6;
    private const int MaxDelay = 30 * 86_400;

    public string Path => "tcb/adddelayedfunctiontask";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        var arguments = request.Arguments;
        var environment = environments.Find(arguments.RequiredText("env")) ?? throw ApiErrors.EnvironmentUnknown();
        var name = arguments.RequiredText("function_name");
        var data = arguments.RequiredText("data");
        var delay = arguments.RequiredNumber("delay_time");
        if (delay is < MinDelay or > MaxDelay)
        {
            throw ApiErrors.ParameterRefused("delay_time must be 6 to 2592000 seconds");
        }

        try
        {
            JsonDocument.Parse(data).Dispose();
        }
        catch (JsonException)
        {
            throw ApiErrors.ParameterRefused("data must be JSON");
        }

        try
        {
            scheduler.Delay(new FunctionRequest(environment, name, data, FunctionCaller.Http), TimeSpan.FromSeconds(delay));
            return new DelayedTaskReply();
        }
        catch (FunctionException e)
        {
            throw new ApiException(e.Errcode, e.Message);
        }
    }
}
