using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Api;

/// <summary>The faults that replace the answer of an API call; the call is not carried out.</summary>
internal static class ApiFaults
{
    private const int SystemBusy = -1;

    /// <summary>Answers as a gateway in front of the service does, with HTML, when the fault of the request is a status.</summary>
    /// <returns>False when it is not, and nothing was answered.</returns>
    public static async ValueTask<bool> TryAnswerAsGatewayAsync(HttpContext context)
    {
        if (Fault.Of(context, FaultKind.Status) is not { } fault)
        {
            return false;
        }

        var status = (int)fault.Value!.Value;
        var title = string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.GetReasonPhrase(status)}");
        var html = Encoding.UTF8.GetBytes($"<html>\r\n<head><title>{title}</title></head>\r\n<body><center><h1>{title}</h1></center></body>\r\n</html>\r\n");
        fault.SetRetryAfter(context.Response);
        await context.Response.SendBodyAsync(status, "text/html", html).ConfigureAwait(false);
        return true;
    }

    /// <exception cref="ApiException">The fault of the request is an errcode, or an error in a success, which is the same for the API.</exception>
    public static void ThrowIfErrcode(HttpContext context)
    {
        if (Fault.Of(context, FaultKind.Errcode) is { } fault)
        {
            throw ApiErrors.Of((int)fault.Value!.Value, context.Connection.RemoteIpAddress);
        }

        if (Fault.Of(context, FaultKind.ErrorIn200) is not null)
        {
            throw ApiErrors.Of(SystemBusy, context.Connection.RemoteIpAddress);
        }
    }
}
