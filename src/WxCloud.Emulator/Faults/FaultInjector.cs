using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace WxCloud.Emulator.Faults;

/// <summary>
/// Applies to each request the fault that the plan has for it. Delays, cuts and corrupted bodies are made here, around the part that answers; the others
/// are made by the parts themselves, which find the fault among the features of the request.
/// </summary>
internal sealed class FaultInjector
{
    private FaultPlan _plan = FaultPlan.None;

    /// <summary>The plan in force; setting one resets the counts.</summary>
    public FaultPlan Plan
    {
        get => Volatile.Read(ref _plan);
        set => Volatile.Write(ref _plan, value);
    }

    /// <summary>True when there are no rules.</summary>
    public bool IsIdle => Plan.Rules.Count == 0;

    /// <exception cref="ConnectionCutException">The connection is to be cut.</exception>
    public async Task RunAsync(HttpContext context, string route, Func<Task> answer)
    {
        (TimeSpan delay, Fault? fault) = Plan.Draw(route, context.Request);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, context.RequestAborted).ConfigureAwait(false);
        }

        if (fault is null)
        {
            await answer().ConfigureAwait(false);
            return;
        }

        context.Features[typeof(Fault)] = fault;
        switch (fault.Kind)
        {
            case FaultKind.Reset or FaultKind.Stall:
                await InterruptAsync(context, FaultKinds.IsUpload(route), fault, answer).ConfigureAwait(false);
                break;
            case FaultKind.Truncate:
            case FaultKind.Corrupt when !FaultKinds.IsUpload(route):
                await AlterReplyAsync(context, fault, new Interruption(context, isSilent: false), answer).ConfigureAwait(false);
                break;
            case FaultKind.IgnoreRange:
                context.Request.Headers.Remove(HeaderNames.Range);
                await answer().ConfigureAwait(false);
                break;
            default:
                await answer().ConfigureAwait(false);
                break;
        }
    }

    /// <summary>
    /// An upload is interrupted while its body is read, or, if that is shorter than the fault's value, when the object is stored and the reply is due.
    /// Any other request is carried out and its reply is interrupted.
    /// </summary>
    private static async Task InterruptAsync(HttpContext context, bool isUpload, Fault fault, Func<Task> answer)
    {
        var interruption = new Interruption(context, fault.Kind == FaultKind.Stall);
        if (isUpload)
        {
            context.Request.Body = new InterruptedRequestStream(context.Request.Body, fault.Value ?? 0, interruption);
            fault = fault with { Value = 0 };
        }

        await AlterReplyAsync(context, fault, interruption, answer).ConfigureAwait(false);
        if (!context.Response.HasStarted || fault.Kind == FaultKind.Reset)
        {
            await interruption.InterruptAsync().ConfigureAwait(false);
        }
    }

    private static async Task AlterReplyAsync(HttpContext context, Fault fault, Interruption interruption, Func<Task> answer)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var faulty = new FaultyReplyStream(body.Stream, context.Response, fault, interruption);
        var replaced = new StreamResponseBodyFeature(faulty, body);
        context.Features.Set<IHttpResponseBodyFeature>(replaced);
        try
        {
            await answer().ConfigureAwait(false);
            await replaced.Writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(body);
        }
    }
}
