using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The <c>wxcloud</c> command as users run it, with a home of its own.</summary>
/// <param name="home">Its home.</param>
/// <param name="assembly">Its <c>wxcloud.dll</c>; <see langword="null"/> for the one built beside this program.</param>
internal sealed class WxCloudProgram(string home, string? assembly = null)
{
    private readonly string _assembly = assembly ?? Path.Combine(AppContext.BaseDirectory, "wxcloud.dll");

    private readonly Dictionary<string, string> _environment = new()
    {
        ["HOME"] = home,
        ["XDG_DATA_HOME"] = home,
        ["XDG_CACHE_HOME"] = home,
        ["XDG_CONFIG_HOME"] = home,
    };

    /// <summary>Runs it against a service until it ends.</summary>
    public Task<ProgramRun> RunAsync(Uri endpoint, IEnumerable<string> arguments, CancellationToken cancellationToken, IEnumerable<string>? input = null) =>
        ExecuteAsync([.. arguments, .. Against(endpoint)], input, cancellationToken);

    /// <summary>Runs it without doing anything: the memory and the time of a bare host.</summary>
    public Task<ProgramRun> RunBareAsync(CancellationToken cancellationToken) => ExecuteAsync(["--version"], input: null, cancellationToken);

    public Process Start(Uri endpoint, IEnumerable<string> arguments) => Start([.. arguments, .. Against(endpoint)]);

    public Process Start(IEnumerable<string> arguments) => ProgramRun.Start(Dotnet(), [_assembly, .. arguments], _environment);

    private Task<ProgramRun> ExecuteAsync(IEnumerable<string> arguments, IEnumerable<string>? input, CancellationToken cancellationToken) =>
        ProgramRun.ExecuteAsync(Dotnet(), [_assembly, .. arguments], cancellationToken, _environment, input: input);

    private static string[] Against(Uri endpoint) => ["--local", "--endpoint", endpoint.AbsoluteUri, "--json"];

    /// <summary>The host that runs this program runs the other one too.</summary>
    private static string Dotnet() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Programs.Require("dotnet");
}
