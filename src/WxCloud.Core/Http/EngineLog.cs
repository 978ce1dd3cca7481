using System;
using System.Collections.Concurrent;
using WxCloud.Secrets;

namespace WxCloud.Http;

/// <summary>
/// Reports what is neither a result nor an error: each call with its outcome, for support, and warnings. A listener is
/// optional, and every text passes the <see cref="Sanitiser"/>.
/// </summary>
internal sealed class EngineLog
{
    private readonly ConcurrentDictionary<Subscription, IEngineListener> _listeners = new();

    /// <summary>Passes everything to a listener from now on, until the result is disposed.</summary>
    public IDisposable Listen(IEngineListener listener)
    {
        var subscription = new Subscription(this);
        _listeners[subscription] = listener;
        return subscription;
    }

    public void Report(CallTrace call)
    {
        foreach (var (_, listener) in _listeners)
        {
            listener.CallEnded(call);
        }
    }

    public void Warn(string text)
    {
        foreach (var (_, listener) in _listeners)
        {
            listener.Warned(Sanitiser.Clean(text));
        }
    }

    private sealed class Subscription(EngineLog log) : IDisposable
    {
        public void Dispose() => log._listeners.TryRemove(this, out _);
    }
}

/// <summary>A listener to what happens. It is called on any thread, and must be quick.</summary>
internal interface IEngineListener
{
    /// <summary>A call to the service ended, well or badly.</summary>
    void CallEnded(CallTrace call);

    /// <summary>Something is wrong, but the work continues.</summary>
    void Warned(string text);
}
