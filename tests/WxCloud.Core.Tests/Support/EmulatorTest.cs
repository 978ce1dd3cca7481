using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Core.Tests.Support;

/// <summary>A test against an emulator of its own, with a temporary folder.</summary>
public abstract class EmulatorTest : IAsyncLifetime
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected RunningEmulator Emulator { get; private set; } = null!;

    private protected Engine Engine => Emulator.Engine;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => Emulator = await RunningEmulator.StartAsync(Token);

    public virtual async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
