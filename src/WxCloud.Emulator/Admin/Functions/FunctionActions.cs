using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Admin.Requests;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Functions.Invocation;

namespace WxCloud.Emulator.Admin.Functions;

/// <summary>The action by which functions, and programs with an SDK, call functions (cloudbase-admin.md, section 6).</summary>
internal sealed class FunctionActions(FunctionService functions)
{
    // The members in which the SDKs send back what the calling function found in its environment.
    private static readonly string[] s_callTokens = ["wxCloudApiToken", "tcb_sessionToken", "sessionToken"];

    public IEnumerable<KeyValuePair<string, Func<AdminRequest, Task<DocumentValue>>>> All =>
    [
        new("functions.invokeFunction", InvokeAsync),
    ];

    private async Task<DocumentValue> InvokeAsync(AdminRequest request)
    {
        var name = request.RequiredText("function_name");
        var json = request.Text("request_data") ?? "{}";
        ThrowIfNotJson(json);
        var result = await functions.InvokeAsync(new FunctionRequest(request.Environment, name, json, CallerOf(request))).ConfigureAwait(false);
        return DocumentValue.Of("data", DocumentValue.Of("response_data", new TextValue(result)));
    }

    /// <summary>The Mini Program user of the calling function is the user of the called one; the source grows along the chain.</summary>
    private FunctionCaller CallerOf(AdminRequest request)
    {
        var caller = s_callTokens.Select(name => functions.CallerOf(request.Text(name))).FirstOrDefault(found => found is not null);
        var source = request.Source ?? (caller is null ? "scf" : $"{caller.Source},scf");
        return new FunctionCaller(source, caller?.OpenId, caller?.UnionId);
    }

    private static void ThrowIfNotJson(string json)
    {
        try
        {
            JsonDocument.Parse(json).Dispose();
        }
        catch (JsonException e)
        {
            throw new AdminException("INVALID_PARAM", $"param.request_data is not JSON: {e.Message}");
        }
    }
}
