using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
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
    LinkHost links) : IHttpApplication<RequestScope>
{
    private readonly Func<ObjectExchange, Task> _handleObject = objects.HandleAsync;
    private readonly Func<ObjectExchange, Task> _handleLink = links.HandleAsync;

    public RequestScope CreateContext(IFeatureCollection contextFeatures)
    {
        // The server keeps the scope of a connection from one request to the next.
        var connection = contextFeatures as IHostContextContainer<RequestScope>;
        var scope = connection?.HostContext ?? new RequestScope(requests);
        if (connection is not null)
        {
            connection.HostContext = scope;
        }

        scope.Begin(contextFeatures);
        return scope;
    }

    public void DisposeContext(RequestScope context, Exception? exception) => context.End();

    public async Task ProcessRequestAsync(RequestScope scope)
    {
        var context = scope.Context;
        context.Response.Headers.Date = clock.HttpDate;
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
        var trace = scope.Trace;
        var route = RouteOf(context.Request, target, destination);
        scope.InFlight.Begin(route);
        try
        {
            await (faults.IsIdle ? AnswerAsync(context, target, destination) : AnswerWithFaultsAsync(context, route, target, destination)).ConfigureAwait(false);
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
            scope.InFlight.End();
            using var head = new LoggedRequestHead(context, trace, route, time, Stopwatch.GetElapsedTime(started));
            log.Add(head.Bytes, trace.RequestBody, trace.ReplyBody);
        }
    }

    private string RouteOf(HttpRequest request, RequestTarget target, Destination destination)
    {
        return destination switch
        {
            Destination.Api call => api.RouteOf(call.Path),
            Destination.Admin => AdminHost.Route,
            Destination.Object at => ObjectOperations.RouteOf(request, target.Query, at.Key),
            _ => FaultKinds.ObjectRouteOf(request.Method),
        };
    }

    private Task AnswerWithFaultsAsync(HttpContext context, string route, RequestTarget target, Destination destination)
    {
        return faults.RunAsync(context, route, () => AnswerAsync(context, target, destination));
    }

    private Task AnswerAsync(HttpContext context, RequestTarget target, Destination destination)
    {
        return destination switch
        {
            Destination.Api call => api.HandleAsync(context, target, call.Path),
            Destination.Admin => admin.HandleAsync(context, target),
            Destination.Object at => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(at.Bucket, at.Key, at.BucketInPath)), _handleObject),
            Destination.Link to => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(to.Bucket, to.Path, BucketInPath: false)), _handleLink),
            _ => objectPipeline.HandleAsync(
                new ObjectExchange(context, target, new ObjectAddress(string.Empty, string.Empty, BucketInPath: false)), _ => throw CosErrors.InvalidUri()),
        };
    }
}
