using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Faults;

/// <summary>
/// One rule of a fault plan.
/// </summary>
/// <param name="Route">The route that it applies to, <c>*</c> for every one.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Value">A status, an errcode, milliseconds or bytes, depending on the kind; null for the default of the kind.</param>
/// <param name="Rate">The share of requests that it applies to, 0 to 1.</param>
/// <param name="Times">The limit of requests that it applies to; null for none.</param>
/// <param name="RetryAfter">The seconds of a <c>Retry-After</c> header, null for none.</param>
internal sealed record FaultRule(string Route, FaultKind Kind, long? Value, double Rate, long? Times, long? RetryAfter)
{
    public const string EveryRoute = "*";
}

/// <summary>
/// A rule in force. Whether it applies to the n-th matching request depends only on the seed, its position in the plan and n, so the same requests
/// get the same faults again, whatever other requests there are.
/// </summary>
internal sealed class ActiveRule(FaultRule rule, long seed, int place)
{
    private long _seen;
    private long _fired;

    public FaultRule Rule => rule;

    public long Fired => Interlocked.Read(ref _fired);

    /// <summary>The fault of a request; null when there is none.</summary>
    public Fault? Draw(string route, HttpRequest request)
    {
        if ((rule.Route != FaultRule.EveryRoute && rule.Route != route) || !rule.Kind.Fits(route)
            || (rule.Kind == FaultKind.IgnoreRange && request.Headers.Range.Count == 0))
        {
            return null;
        }

        var random = Random(Interlocked.Increment(ref _seen));
        if (random / (double)ulong.MaxValue >= rule.Rate && rule.Rate < 1)
        {
            return null;
        }

        if (Interlocked.Increment(ref _fired) > rule.Times)
        {
            Interlocked.Decrement(ref _fired);
            return null;
        }

        return new Fault(rule.Kind, rule.Value, rule.RetryAfter, random);
    }

    private ulong Random(long number)
    {
        Span<byte> ticket = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(ticket, seed);
        BinaryPrimitives.WriteInt32BigEndian(ticket[8..], place);
        BinaryPrimitives.WriteInt64BigEndian(ticket[12..], number);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ticket, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}

/// <summary>
/// The fault of one request; a feature of the request, for the parts that apply it.
/// </summary>
/// <param name="Kind">What happens.</param>
/// <param name="Value">How much of it.</param>
/// <param name="RetryAfter">The seconds of a <c>Retry-After</c> header, null for none.</param>
/// <param name="Random">A number drawn for this request, for other random choices.</param>
internal sealed record Fault(FaultKind Kind, long? Value, long? RetryAfter, ulong Random)
{
    /// <summary>The fault of a request; null when there is none.</summary>
    public static Fault? Of(HttpContext context) => (Fault?)context.Features[typeof(Fault)];

    /// <summary>The fault of a request when it is of this kind; otherwise null.</summary>
    public static Fault? Of(HttpContext context, FaultKind kind) => Of(context) is { } fault && fault.Kind == kind ? fault : null;

    /// <summary>Sets the header <c>Retry-After</c> when the rule has one.</summary>
    public void SetRetryAfter(HttpResponse response)
    {
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
