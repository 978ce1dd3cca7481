using WxCloud.Core.Tests.Support;
using WxCloud.Http;
using Xunit;

namespace WxCloud.Core.Tests.Http;

public sealed class EngineLogTests
{
    [Fact]
    public void Calls_are_reported_while_a_listener_wants_them()
    {
        var log = new EngineLog();
        using var warnings = log.Listen(new WarningsOnly());
        Assert.False(log.ReportsCalls);

        using (log.Listen(new RecordingListener()))
        {
            Assert.True(log.ReportsCalls);
        }

        Assert.False(log.ReportsCalls);
    }

    [Fact]
    public void A_listener_that_ended_gets_no_more_warnings()
    {
        var log = new EngineLog();
        var (first, second) = (new RecordingListener(), new RecordingListener());
        using var listening = log.Listen(first);

        log.Listen(second).Dispose();
        log.Warn("late");

        Assert.Equal(["late"], first.Warnings);
        Assert.Empty(second.Warnings);
    }

    private sealed class WarningsOnly : IEngineListener
    {
        public bool WantsCalls => false;

        public void CallEnded(CallTrace call)
        {
        }

        public void Warned(string text)
        {
        }
    }
}
