using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WxCloud.Emulator.Admin;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Console;
using WxCloud.Emulator.Console.Requests;
using WxCloud.Emulator.Control;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects;
using WxCloud.Emulator.Objects.Hosts;
using WxCloud.Emulator.Objects.Operations;

namespace WxCloud.Emulator;

/// <summary>Passes each request from the server to the part that answers it, and counts it.</summary>
internal sealed class Application(
    EmulatorClock clock,
    HostGuard hosts,
    Router router,
    RequestCounters requests,
    FaultInjector faults,
    ControlPanel control,
    ConsoleHost console,
    RequestLog log,
    ApiHost api,
    AdminHost admin,
    ObjectPipeline objectPipeline,
    ObjectHost objects,
    LinkHost links) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Contexts are not pooled.
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        context.Response.GetTypedHeaders().Date = clock.UtcNow;
        var target = RequestTarget.Of(context);
        if (hosts.Refusal(context.Request, target) is { } refusal)
        {
            await ControlPanel.RefuseAsync(context, StatusCodes.Status403Forbidden, refusal).ConfigureAwait(false);
            return;
        }

        var destination = router.Resolve(context.Request, target);
        if (destination is Destination.Control call)
        {
            if (!await console.TryHandleAsync(context, target, call.Path).ConfigureAwait(false))
            {
                await control.HandleAsync(context, call.Path).ConfigureAwait(false);
            }

            return;
        }

        var time = clock.UtcNow;
        var started = Stopwatch.GetTimestamp();
        var trace = new RequestTrace();
        context.Features.Set(trace);
        var route = RouteOf(context.Request, target, destination);
        using var inFlight = requests.Begin(route);
        context.Features.Set(inFlight);
        try
        {
            await faults.RunAsync(context, route, () => AnswerAsync(context, target, destination)).ConfigureAwait(false);
        }
        catch (ConnectionCutException)
        {
            trace.IsCut = true;
            context.Abort();
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has disconnected, and the part that served it has cleaned up.
            trace.IsCut = true;
            context.Abort();
        }
        finally
        {
            log.Add(LoggedRequest.Of(context, trace, route, time, Stopwatch.GetElapsedTime(started)));
        }
    }

    private string RouteOf(HttpRequest request, RequestTarget target, Destination destination)
    {
        return destination switch
        {
            Destination.Api call => api.RouteOf(call.Path),
            Destination.Admin => AdminHost.Route,
            Destination.Object at => ObjectOperations.RouteOf(request, target.Query, at.Key),
            _ => $"object:{request.Method.ToUpperInvariant()}",
        };
    }

    private Task AnswerAsync(HttpContext context, RequestTarget target, Destination destination)
    {
        return destination switch
        {
            Destination.Api call => api.HandleAsync(context, target, call.Path),
            Destination.Admin => admin.HandleAsync(context, target),
            Destination.Object at => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(at.Bucket, at.Key, at.BucketInPath)), objects.HandleAsync),
            Destination.Link to => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(to.Bucket, to.Path, BucketInPath: false)), links.HandleAsync),
            _ => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(string.Empty, string.Empty, BucketInPath: false)), _ => throw CosErrors.InvalidUri()),
        };
    }
}
