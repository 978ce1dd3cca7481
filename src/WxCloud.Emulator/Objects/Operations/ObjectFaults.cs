using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The faults that replace the reply of the object host or the download host; the request is not carried out.</summary>
internal static class ObjectFaults
{
    /// <exception cref="CosException">The fault of the request is a status.</exception>
    public static void ThrowIfStatus(ObjectExchange exchange)
    {
        if (Fault.Of(exchange.Context, FaultKind.Status) is { } fault)
        {
            fault.SetRetryAfter(exchange.Response);
            throw Refusal((int)fault.Value!.Value);
        }
    }

    /// <summary>Answers 200 with an error in the body when the fault of the request says so.</summary>
    /// <returns>False when it does not, and nothing was answered.</returns>
    public static async ValueTask<bool> TryAnswerErrorIn200Async(ObjectExchange exchange)
    {
        if (Fault.Of(exchange.Context, FaultKind.ErrorIn200) is null)
        {
            return false;
        }

        var refusal = CosErrors.Internal();
        var error = new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message));
        await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, error).ConfigureAwait(false);
        return true;
    }

    private static CosException Refusal(int status)
    {
        return status switch
        {
            StatusCodes.Status403Forbidden => CosErrors.AccessDenied(),
            StatusCodes.Status404NotFound => CosErrors.NoSuchKey(),
            StatusCodes.Status429TooManyRequests => new(status, "SlowDown", "Reduce your request rate."),
            StatusCodes.Status503ServiceUnavailable => new(status, "ServiceUnavailable", "Reduce your request rate."),
            StatusCodes.Status400BadRequest => new(status, "RequestTimeout", "Your socket connection to the server was not read from or written to within the timeout period."),
            >= 500 => new(status, "InternalError", "We encountered an internal error. Please try again."),
            _ => new(status, "BadRequest", "The request is refused by a fault."),
        };
    }
}
