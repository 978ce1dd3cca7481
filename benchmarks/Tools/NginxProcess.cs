using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>nginx with one file, on a free port.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private NginxProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>The address of the file.</summary>
    public string Url { get; }

    /// <summary>What all cores together spent on it so far.</summary>
    public TimeSpan ProcessorTime => ProcessWatch.ProcessorTimeOfTree(_process);

    /// <exception cref="NotMeasuredException">It is not installed, or it did not start.</exception>
    public static async Task<NginxProcess> StartAsync(string folder, string file, CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        File.Copy(file, Path.Combine(root, "file.bin"));
        var port = FreePort();

        // Started by root, its workers would be another user's, who may not read the folder.
        var user = Environment.IsPrivilegedProcess ? "user root;" : string.Empty;
        var config = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            config,
            $$"""
            {{user}} daemon off; worker_processes auto; pid {{folder}}/pid; error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              server { listen 127.0.0.1:{{port}}; root {{root}}; }
            }
            """,
            cancellationToken);
        var nginx = new NginxProcess(ProgramRun.Start(Programs.Require("nginx"), ["-c", config]), $"http://127.0.0.1:{port}/file.bin");
        await nginx.WaitAsync(cancellationToken);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_startLimit && !_process.HasExited;)
        {
            try
            {
                await client.GetByteArrayAsync(new Uri(Url), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, cancellationToken);
            }
        }

        throw new NotMeasuredException("nginx did not start: " + (_process.HasExited ? await _process.StandardError.ReadToEndAsync(cancellationToken) : "no answer"));
    }
}
