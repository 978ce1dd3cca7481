using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator;

/// <summary>A running emulator: the service on localhost, inside the process that started it.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Composition _parts;
    private readonly KestrelServer _server;
    private int _isDisposed;

    private EmulatorHost(Composition parts, KestrelServer server, Uri endpoint)
    {
        _parts = parts;
        _server = server;
        Endpoint = endpoint;
    }

    /// <summary>The address that it listens on, such as <c>http://127.0.0.1:9380/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The address of the console, for a browser; beyond loopback it carries the key.</summary>
    public Uri ConsoleAddress => _parts.ConsoleAccessKey is { } key ? new Uri(Endpoint, $"/?key={key}") : Endpoint;

    /// <summary>
    /// Starts an emulator; it answers requests when the task completes.
    /// </summary>
    /// <param name="options">The port, the folder and the rest.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The emulator, which runs until it is disposed.</returns>
    /// <exception cref="ArgumentException">An option has an invalid value.</exception>
    /// <exception cref="IOException">
    /// The port is in use or not allowed; or the data folder cannot be written or is in use by another emulator; or the fault rules cannot be read; or the folder
    /// of the cloud functions does not exist.
    /// </exception>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Port, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, IPEndPoint.MaxPort, nameof(options));

        var parts = new Composition(options);
        var server = EmulatorServer.Create(options.Address, options.Port);
        try
        {
            if (options.FaultPath is { } faultPath)
            {
                parts.UseFaults(faultPath);
            }

            await server.StartAsync(parts.Application, cancellationToken).ConfigureAwait(false);
            var endpoint = EndpointOf(server);
            parts.Start(endpoint);
            return new EmulatorHost(parts, server, endpoint);
        }
        catch (Exception e)
        {
            server.Dispose();
            parts.Dispose();
            switch (e)
            {
                case IOException { InnerException: AddressInUseException }:
                    throw new IOException($"Port {options.Port} on {options.Address} is in use.", e);
                case SocketException:
                    throw new IOException($"Port {options.Port} on {options.Address} cannot be listened on: {e.Message}", e);
                default:
                    throw;
            }
        }
    }

    /// <summary>Waits until the emulator has been disposed.</summary>
    /// <param name="cancellationToken">Cancels the wait; the emulator keeps running.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _stopped.Task.WaitAsync(cancellationToken);

    /// <summary>Stops listening, aborts the requests in flight, and releases the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            await _stopped.Task.ConfigureAwait(false);
            return;
        }

        // A token that is already cancelled makes the server stop without waiting for clients.
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
        _parts.Dispose();
        _stopped.SetResult();
    }

    private static Uri EndpointOf(KestrelServer server)
    {
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var loopback = address.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            _ => null,
        };
        return loopback is null ? address : new UriBuilder(address) { Host = loopback }.Uri;
    }
}
