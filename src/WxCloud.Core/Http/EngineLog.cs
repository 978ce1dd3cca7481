using System;
using System.Linq;
using WxCloud.Secrets;

namespace WxCloud.Http;

/// <summary>
/// Reports what is neither a result nor an error: each call with its outcome, for support, and warnings. A listener is
/// optional, and every text passes the <see cref="Sanitiser"/>.
/// </summary>
internal sealed class EngineLog
{
    private readonly object _gate = new();
    private volatile Subscription[] _subscriptions = [];

    /// <summary>Whether calls are reported to any listener; when they are not, their details need not be gathered.</summary>
    public bool ReportsCalls
    {
        get
        {
            foreach (var subscription in _subscriptions)
            {
                if (subscription.Listener.WantsCalls)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Passes everything to a listener from now on, until the result is disposed.</summary>
    public IDisposable Listen(IEngineListener listener)
    {
        var subscription = new Subscription(this, listener);
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Report(CallTrace call)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Listener.CallEnded(call);
        }
    }

    public void Warn(string text)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Listener.Warned(Sanitiser.Clean(text));
        }
    }

    private void End(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
        }
    }

    private sealed class Subscription(EngineLog log, IEngineListener listener) : IDisposable
    {
        public IEngineListener Listener => listener;

        public void Dispose() => log.End(this);
    }
}

/// <summary>A listener to what happens. It is called on any thread, and must be quick.</summary>
internal interface IEngineListener
{
    /// <summary>Whether it does anything with calls.</summary>
    bool WantsCalls { get; }

    /// <summary>A call to the service ended, well or badly.</summary>
    void CallEnded(CallTrace call);

    /// <summary>Something is wrong, but the work continues.</summary>
    void Warned(string text);
}
