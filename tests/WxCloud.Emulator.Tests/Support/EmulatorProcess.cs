using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Tests.Shared;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>The emulator as a separate program.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri endpoint)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = endpoint };
    }

    public HttpClient Client { get; }

    /// <summary>Starts the program and waits until it listens.</summary>
    public static async Task<EmulatorProcess> StartAsync(params string[] arguments)
    {
        var process = Start(arguments);
        var line = await process.StandardOutput.ReadLineAsync(TestEmulator.Cancellation)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestEmulator.Cancellation));
        var address = line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal));
        return new EmulatorProcess(process, new Uri(address));
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestEmulator.Cancellation);
        var error = await process.StandardError.ReadToEndAsync(TestEmulator.Cancellation);
        await process.WaitForExitAsync(TestEmulator.Cancellation);
        return (process.ExitCode, await output, error);
    }

    public async Task<JsonElement> PostJsonAsync(string path, string json)
    {
        using var content = new StringContent(json);
        using var reply = await Client.PostAsync(path, content, TestEmulator.Cancellation);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        return document.RootElement.Clone();
    }

    public async Task<string> TokenAsync()
    {
        const string Request = """{"grant_type":"client_credential","appid":"wx0000000000000001","secret":"emulator-secret"}""";
        return (await PostJsonAsync("cgi-bin/stable_token", Request)).Text("access_token");
    }

    public async Task<Ticket> TicketAsync(string path)
    {
        return Ticket.Of(path, await PostJsonAsync($"tcb/uploadfile?access_token={await TokenAsync()}", $$"""{"env":"local-env","path":"{{path}}"}"""));
    }

    /// <summary>The next line that the program prints.</summary>
    public ValueTask<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(TestEmulator.Cancellation);

    /// <summary>Kills the program, so that it can clean up nothing.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends the program a signal, as a service manager or Ctrl+C does, and returns its exit code.</summary>
    /// <exception cref="TimeoutException">The program keeps running.</exception>
    public async Task<int> EndBySignalAsync(string signal)
    {
        await Signals.SendAsync(_process, signal);
        await _process.WaitForExitAsync(TestEmulator.Cancellation).WaitAsync(s_limit, TestEmulator.Cancellation);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(EmulatorHost).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Path.ChangeExtension(program, ".runtimeconfig.json"), program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The emulator must not use settings of other web programs.
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:1";
        start.Environment["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:1";
        return Process.Start(start)!;
    }
}
