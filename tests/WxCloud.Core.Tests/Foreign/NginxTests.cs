using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Foreign;

/// <summary>The engine downloads from a server that is not ours, with and without ranges.</summary>
public sealed class NginxTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _nginx;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            _nginx.Kill(entireProcessTree: true);
            await _nginx.WaitForExitAsync(CancellationToken.None);
            _nginx.Dispose();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "a b%46 中文+.bin")]
    [InlineData("max_ranges 0;", "plain.bin")]
    [InlineData("etag off;", "plain.bin")]
    [InlineData("gzip on; gzip_types *; gzip_min_length 1;", "page.html")]
    public async Task A_file_arrives_whole(string directives, string name)
    {
        var source = _folder.WriteRandom("root/objects/" + name, 3_000_000);
        var endpoint = await StartAsync(directives);
        await using var cloud = new ScriptedCloud(static _ => throw new InvalidOperationException(), path: name, objects: endpoint);
        var outcome = await cloud.DownloadAsync(_folder.At("down"), Token, ScriptedCloud.FileIdOf(name));
        var received = outcome.Require();
        Assert.Equal(WxVerification.Length, received.Verified);
        Assert.Equal(await File.ReadAllBytesAsync(source, Token), await File.ReadAllBytesAsync(received.LocalPath, Token));
    }

    private async Task<Uri> StartAsync(string directives)
    {
        var nginx = Programs.Find("nginx");
        Assert.SkipWhen(nginx is null, "nginx is not installed.");
        var port = FreePort();
        _folder.Write(
            "nginx.conf",
            $$"""
            daemon off;
            pid {{_folder.At("nginx.pid")}};
            error_log {{_folder.At("error.log")}};
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            events {}
            http {
              access_log off;
              types { text/html html; }
              default_type application/octet-stream;
              client_body_temp_path {{_folder.At("t1")}};
              proxy_temp_path {{_folder.At("t2")}};
              fastcgi_temp_path {{_folder.At("t3")}};
              uwsgi_temp_path {{_folder.At("t4")}};
              scgi_temp_path {{_folder.At("t5")}};
              server {
                listen 127.0.0.1:{{port}};
                root {{_folder.At("root")}};
                {{directives}}
              }
            }
            """);
        _nginx = Process.Start(new ProcessStartInfo(nginx, ["-c", _folder.At("nginx.conf"), "-p", _folder.Path]) { UseShellExecute = false, RedirectStandardError = true });
        var endpoint = new Uri($"http://127.0.0.1:{port}/");
        using var client = new HttpClient();
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var reply = await client.GetAsync(endpoint, Token);
                return endpoint;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, Token);
            }
        }

        throw new InvalidOperationException("nginx does not start: " + await File.ReadAllTextAsync(_folder.At("error.log"), Token));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
