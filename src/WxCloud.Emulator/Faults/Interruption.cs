using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Faults;

/// <summary>Ends a request in the middle: by cutting the connection, or by silence until the client gives up.</summary>
internal sealed class Interruption(HttpContext context, bool isSilent)
{
    // A client that never gives up must not hold a connection for ever.
    private static readonly TimeSpan s_silenceLimit = TimeSpan.FromMinutes(10);

    // What was sent before gets time to reach the wire; a cut connection drops what still waits.
    private static readonly TimeSpan s_timeToSend = TimeSpan.FromMilliseconds(50);

    public async Task InterruptAsync()
    {
        var aborted = context.RequestAborted;
        try
        {
            await Task.Delay(isSilent ? s_silenceLimit : context.Response.HasStarted ? s_timeToSend : TimeSpan.Zero, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client is gone.
        }

        throw new ConnectionCutException();
    }
}

/// <summary>A fault has ended the request: the connection is to be cut without another word.</summary>
internal sealed class ConnectionCutException() : Exception("The connection is cut by a fault.");
