using System.Collections.Concurrent;
using WxCloud.Http;

namespace WxCloud.Core.Tests.Support;

/// <summary>Hears all that the engine tells.</summary>
internal sealed class EngineEars : IEngineListener
{
    public ConcurrentQueue<CallTrace> Calls { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void CallEnded(CallTrace call) => Calls.Enqueue(call);

    public void Warned(string text) => Warnings.Enqueue(text);
}
