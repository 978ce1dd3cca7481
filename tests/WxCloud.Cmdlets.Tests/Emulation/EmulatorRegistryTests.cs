using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Emulation;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Emulation;

public sealed class EmulatorRegistryTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "wxcloud-registry-" + Guid.NewGuid().ToString("N"));

    private EmulatorRegistry Registry => new(_folder);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Readers_find_every_running_emulator_while_others_are_added_and_removed()
    {
        var (running, ended) = (OfThisProcess(9380), OfThisProcess(9380) with { StartedOn = DateTime.UnixEpoch, ProcessId = int.MaxValue });
        Registry.Add(running);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Registry.Add(running);
                Registry.Add(ended);
                Registry.Add(OfThisProcess(10_000 + writer));
            }
        })).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
        {
            Assert.Contains(running, Registry.FindRunning());
        }

        await Task.WhenAll(writers);
        Assert.Equal([9380, 10_000, 10_001, 10_002, 10_003], Registry.FindRunning().Select(static record => record.Port));
        Assert.Equal(5, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Record_is_removed_only_when_its_process_has_ended()
    {
        var (running, ended) = (OfThisProcess(1), OfThisProcess(2) with { StartedOn = DateTime.UnixEpoch });
        Registry.Add(running);
        Registry.Add(ended);
        File.WriteAllText(Path.Combine(_folder, "3-3.json"), "{\"Port\":");
        Assert.Equal([running], Registry.FindRunning());
        Assert.Equal(["1-" + running.ProcessId + ".json", "3-3.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Registry.Remove(running);
        Registry.Remove(running);
        Assert.Empty(Registry.FindRunning());
    }

    private static EmulatorRecord OfThisProcess(int port)
    {
        using var process = Process.GetCurrentProcess();
        return new(port, process.Id, process.StartTime.ToUniversalTime(), DataPath: null);
    }
}
