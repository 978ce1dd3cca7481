using System;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Hosting;
using WxCloud.Emulator.Objects;

namespace WxCloud.Emulator.Faults;

/// <summary>Replies that a fault puts in place of the real ones; the request is not carried out.</summary>
internal static class FaultReplies
{
    private const int SystemBusy = -1;

    /// <summary>Answers an API call as a gateway in front of the service does: with HTML.</summary>
    public static Task AnswerAsGatewayAsync(HttpContext context, Fault fault)
    {
        int status = (int)fault.Value!.Value;
        string title = string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.GetReasonPhrase(status)}");
        byte[] html = Encoding.UTF8.GetBytes($"<html>\r\n<head><title>{title}</title></head>\r\n<body><center><h1>{title}</h1></center></body>\r\n</html>\r\n");
        SetRetryAfter(context.Response, fault);
        return context.Response.SendBodyAsync(status, "text/html", html);
    }

    /// <exception cref="ApiException">The fault of the request is an errcode, or an error in a success, which to the API is the same.</exception>
    public static void DemandNoErrcode(HttpContext context)
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

    /// <summary>Handles a request to the object host unless its fault is a refusal.</summary>
    /// <exception cref="CosException">The fault of the request is a status.</exception>
    public static Task DemandNoRefusalAsync(ObjectExchange exchange, Func<Task> handle)
    {
        if (Fault.Of(exchange.Context, FaultKind.Status) is { } fault)
        {
            SetRetryAfter(exchange.Response, fault);
            throw Refusal((int)fault.Value!.Value);
        }

        return Fault.Of(exchange.Context, FaultKind.ErrorIn200) is null ? handle() : AnswerErrorAsSuccessAsync(exchange);
    }

    private static Task AnswerErrorAsSuccessAsync(ObjectExchange exchange)
    {
        CosException refusal = CosErrors.Internal();
        XElement error = new("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message));
        return CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, error);
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

    private static void SetRetryAfter(HttpResponse response, Fault fault)
    {
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
