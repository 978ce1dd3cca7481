using System.Collections.Concurrent;
using WxCloud.Http;

namespace WxCloud.Core.Tests.Support;

/// <summary>Records everything that the engine reports.</summary>
internal sealed class RecordingListener : IEngineListener
{
    public ConcurrentQueue<CallTrace> Calls { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public bool WantsCalls => true;

    public void CallEnded(CallTrace call) => Calls.Enqueue(call);

    public void Warned(string text) => Warnings.Enqueue(text);
}
