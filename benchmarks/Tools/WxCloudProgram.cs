using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The <c>wxcloud</c> command as users run it, with a home of its own.</summary>
/// <param name="home">Its home.</param>
/// <param name="path">The program or its <c>wxcloud.dll</c>; <see langword="null"/> for the published one of this checkout, else the one built beside this program.</param>
internal sealed class WxCloudProgram(string home, string? path = null)
{
    private readonly string _path = path ?? Checkout.Find(Path.Combine("out", "wxcloud", OperatingSystem.IsWindows() ? "wxcloud.exe" : "wxcloud")) ?? Path.Combine(AppContext.BaseDirectory, "wxcloud.dll");

    private readonly Dictionary<string, string> _environment = new()
    {
        ["HOME"] = home,
        ["XDG_DATA_HOME"] = home,
        ["XDG_CACHE_HOME"] = home,
        ["XDG_CONFIG_HOME"] = home,
    };

    /// <summary>What is measured, for the line above the table.</summary>
    public string Description => IsAssembly ? $"wxcloud.dll on {RuntimeInformation.FrameworkDescription}" : "the native program";

    private bool IsAssembly => Path.GetExtension(_path) == ".dll";

    private string FileName => IsAssembly ? Dotnet() : _path;

    private string[] FirstArguments => IsAssembly ? [_path] : [];

    /// <summary>Runs it against a service until it ends.</summary>
    public Task<ProgramRun> RunAsync(Uri endpoint, IEnumerable<string> arguments, CancellationToken cancellationToken, IEnumerable<string>? input = null) =>
        ExecuteAsync([.. arguments, .. Against(endpoint)], input, cancellationToken);

    /// <summary>Runs it against a service with the COS keys of the emulator.</summary>
    public Task<ProgramRun> RunWithKeysAsync(Uri endpoint, IEnumerable<string> arguments, CancellationToken cancellationToken, bool keepsOutput = true) =>
        ProgramRun.ExecuteAsync(FileName, [.. FirstArguments, .. arguments, .. Against(endpoint)], cancellationToken, WithKeys(), keepsOutput: keepsOutput);

    /// <summary>Starts it against a service with the COS keys of the emulator.</summary>
    public Process StartWithKeys(Uri endpoint, IEnumerable<string> arguments) =>
        ProgramRun.Start(FileName, [.. FirstArguments, .. arguments, .. Against(endpoint)], WithKeys());

    /// <exception cref="NotMeasuredException">This version has no such command.</exception>
    public void ThrowIfLacking(string command)
    {
        using var process = Start(["--help"]);
        var help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (!help.Split('\n').Any(line => line.TrimStart().StartsWith(command + " ", StringComparison.Ordinal)))
        {
            throw new NotMeasuredException($"This version has no `wxcloud {command}`.");
        }
    }

    /// <summary>Runs it without doing anything: the memory and the time of the host alone.</summary>
    public Task<ProgramRun> RunBareAsync(CancellationToken cancellationToken) => ExecuteAsync(["--version"], input: null, cancellationToken);

    public Process Start(Uri endpoint, IEnumerable<string> arguments) => Start([.. arguments, .. Against(endpoint)]);

    public Process Start(IEnumerable<string> arguments) => ProgramRun.Start(FileName, [.. FirstArguments, .. arguments], _environment);

    private Task<ProgramRun> ExecuteAsync(IEnumerable<string> arguments, IEnumerable<string>? input, CancellationToken cancellationToken) =>
        ProgramRun.ExecuteAsync(FileName, [.. FirstArguments, .. arguments], cancellationToken, _environment, input: input);

    private Dictionary<string, string> WithKeys() =>
        new(_environment) { ["WXCLOUD_COS_SECRETID"] = ServiceApi.SecretId, ["WXCLOUD_COS_SECRETKEY"] = ServiceApi.SecretKey };

    private static string[] Against(Uri endpoint) => ["--local", "--endpoint", endpoint.AbsoluteUri, "--json"];

    /// <summary>The host that runs this program runs the other one too.</summary>
    private static string Dotnet() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Programs.Require("dotnet");
}
