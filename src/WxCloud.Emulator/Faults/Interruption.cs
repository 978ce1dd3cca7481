using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Faults;

/// <summary>Ends a request in the middle: by cutting the connection, or by silence until the client disconnects.</summary>
internal sealed class Interruption(HttpContext context, bool isSilent)
{
    // A client that never disconnects must not keep its connection forever.
    private static readonly TimeSpan s_silenceLimit = TimeSpan.FromMinutes(10);

    // Bytes written before get time to be sent; a cut connection drops those that are still buffered.
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
            // The client has disconnected.
        }

        throw new ConnectionCutException();
    }
}

/// <summary>A fault has ended the request: the connection is to be cut without a reply.</summary>
internal sealed class ConnectionCutException() : Exception("The connection is cut by a fault.");
