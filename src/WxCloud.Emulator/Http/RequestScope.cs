using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WxCloud.Emulator.Http;

/// <summary>
/// What the emulator itself keeps of a request while it is answered; a feature of the request. A connection has one for all its requests, of which the next
/// begins after the last has ended: new ones for each took a tenth of what a small request allocates.
/// </summary>
internal sealed class RequestScope(RequestCounters counters)
{
    public DefaultHttpContext Context { get; } = new();

    public RequestTrace Trace { get; } = new();

    public InFlight InFlight { get; } = new(counters);

    // By type: a generic method of an interface is looked up at each call in a program that was compiled ahead of time.
    public static RequestScope? Of(HttpContext context) => (RequestScope?)context.Features[typeof(RequestScope)];

    /// <summary>Begins a request of the connection.</summary>
    public void Begin(IFeatureCollection features)
    {
        features[typeof(RequestScope)] = this;
        Context.Initialize(features);
    }

    /// <summary>Ends the request.</summary>
    public void End()
    {
        Context.Uninitialize();
        Trace.Clear();
    }
}
