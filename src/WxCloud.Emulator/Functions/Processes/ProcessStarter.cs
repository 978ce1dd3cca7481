using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>Starts processes of functions, with the environment that the SDKs need (cloudbase-admin.md, section 6).</summary>
/// <param name="node">The machine's Node.</param>
/// <param name="endpoint">The emulator's own address.</param>
/// <param name="onStrayLine">Gets what functions print between calls: the function, and the line.</param>
internal sealed class ProcessStarter(NodeProgram node, Uri endpoint, Action<string, string> onStrayLine) : IDisposable
{
    // A function must not find the caller's own credentials, nor settings of another cloud function.
    private static readonly string[] s_removed = ["WXCLOUD_", "TENCENTCLOUD_", "TCB_", "SCF_", "WX_"];

    private static readonly Lazy<string> s_script = new(ReadScript);

    private readonly Lock _lock = new();
    private ProcessListener? _listener;

    /// <exception cref="FunctionException">There is no Node, or the process does not start.</exception>
    public async Task<FunctionProcess> StartAsync(FunctionSource source, CloudEnvironment environment)
    {
        string program;
        try
        {
            program = node.Find();
        }
        catch (FileNotFoundException e)
        {
            throw FunctionErrors.NodeMissing(source.Name, e.Message);
        }

        var listener = Listener();
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var mark = $"\u001e{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        ProcessSettings settings = new(listener.Port, key, mark, source.Folder, ServiceHosts.AdminHosts, endpoint.DnsSafeHost, endpoint.Port);
        ProcessStartInfo start = new(program, ["-e", s_script.Value])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = source.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => s_removed.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Variables(environment))
        {
            start.Environment[name] = value;
        }

        start.Environment["WXCLOUD_FUNCTION_PROCESS"] = JsonSerializer.Serialize(settings, ProcessJson.Default.ProcessSettings);
        var connection = listener.ExpectAsync(key);
        return await FunctionProcess.StartAsync(start, source, mark, connection, () => listener.Forget(key), (_, line) => onStrayLine(source.Name, line)).ConfigureAwait(false);
    }

    /// <summary>The variables of every process of an environment.</summary>
    public Dictionary<string, string> Variables(CloudEnvironment environment)
    {
        return new Dictionary<string, string>
        {
            ["TENCENTCLOUD_RUNENV"] = "SCF",
            ["TENCENTCLOUD_REGION"] = CloudEnvironment.Region,
            ["TENCENTCLOUD_SECRETID"] = EmulatorCredentials.SecretId,
            ["TENCENTCLOUD_SECRETKEY"] = EmulatorCredentials.SecretKey,
            ["TENCENTCLOUD_SESSIONTOKEN"] = "emulator-session",
            ["SCF_NAMESPACE"] = environment.Id,
            ["TCB_ENV"] = environment.Id,
            ["TCB_CONTEXT_CNFG"] = string.Create(CultureInfo.InvariantCulture, $$"""{"URL":"http://{{endpoint.Host}}:{{endpoint.Port}}/admin"}"""),
            ["TCB_CONTEXT_KEYS"] = "TCB_ENV,TCB_SOURCE,TCB_SEQID,TCB_SESSIONTOKEN",
            ["WX_CONTEXT_KEYS"] = "WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP,WX_API_TOKEN",
            ["WX_APPID"] = EmulatorCredentials.AppId,
            // Cloud functions run in UTC; and what goes to the emulator must not go to the user's proxy.
            ["TZ"] = "UTC",
            ["NO_PROXY"] = NoProxy(),
            ["no_proxy"] = NoProxy(),
        };
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
        }
    }

    private string NoProxy()
    {
        var own = Environment.GetEnvironmentVariable("NO_PROXY") ?? Environment.GetEnvironmentVariable("no_proxy");
        IEnumerable<string> names = ["localhost", "127.0.0.1", endpoint.DnsSafeHost, .. ServiceHosts.AdminHosts];
        return string.Join(',', own is { Length: > 0 } ? names.Prepend(own) : names);
    }

    /// <summary>The port is opened at the first start: most emulators run no function.</summary>
    private ProcessListener Listener()
    {
        lock (_lock)
        {
            return _listener ??= new ProcessListener();
        }
    }

    private static string ReadScript()
    {
        using StreamReader reader = new(typeof(ProcessStarter).Assembly.GetManifestResourceStream("process.js")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
