using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>
/// The guarantees of every transfer, whatever fails: each item has one result, the target is correct or absent,
/// nothing is left but the partial file that a later download resumes, and no socket stays open.
/// </summary>
public sealed class TransferContractTests : EmulatorTest
{
    private static readonly TimeSpan s_closeLimit = TimeSpan.FromMinutes(1);

    private const int Buffer = 256 * 1024;

    /// <summary>Every size where something begins or ends, under every kind of odd name.</summary>
    private static readonly (string Name, int Length)[] s_files =
    [
        ("empty", 0),
        ("one byte.bin", 1),
        ("缓冲区 - 1.bin", Buffer - 1),
        ("a%46+#?&.bin", Buffer),
        ("e\u0301 Ärger 😀.bin", Buffer + 1),
        ("Case.TXT", 10),
        ("case.txt", 11),
        ("page.html", 3000),
        ("big.bin", 5 * 1024 * 1024),
    ];

    public static TheoryData<string, string, int?> UploadFaults { get; } = Combine(
        ["cgi-bin/stable_token", "tcb/uploadfile"],
        [("status", 503), ("status", 429), ("errcode", -1), ("errcode", -501002), ("reset", 0), ("reset", 20), ("stall", 5), ("truncate", null), ("error-in-200", null)],
        ["object:POST"],
        [("status", 500), ("status", 503), ("reset", 0), ("reset", 2000), ("stall", 100), ("corrupt", null), ("error-in-200", null)]);

    public static TheoryData<string, string, int?> DownloadFaults { get; } = Combine(
        ["tcb/batchdownloadfile"],
        [("status", 502), ("errcode", -1), ("errcode", 40001), ("reset", 0), ("stall", 10), ("truncate", null), ("error-in-200", null)],
        ["object:GET"],
        [("status", 500), ("status", 503), ("reset", 0), ("reset", 2000), ("stall", 100), ("truncate", null), ("corrupt", null), ("etag-change", null), ("error-in-200", null)]);

    [Theory]
    [MemberData(nameof(UploadFaults))]
    public async Task Uploads_succeed_after_transient_faults(string route, string kind, int? value)
    {
        await BreakAsync(route, kind, value);
        var sent = await UploadAllAsync();
        Assert.All(sent, static outcome => Assert.Null(outcome.Error));
        Assert.InRange(await Emulator.CountFaultsAsync(Token), 1, Passing(kind, value));
        await AssertAllArriveAsync(sent.Select(static outcome => outcome.Require().FileId));
        AssertNoSocketStays();
    }

    [Theory]
    [MemberData(nameof(DownloadFaults))]
    public async Task Downloads_succeed_after_transient_faults(string route, string kind, int? value)
    {
        var sent = await UploadAllAsync();
        await BreakAsync(route, kind, value);
        await AssertAllArriveAsync(sent.Select(static outcome => outcome.Require().FileId));
        Assert.InRange(await Emulator.CountFaultsAsync(Token), 1, Passing(kind, value));
        AssertNoSocketStays();
    }

    [Theory]
    [InlineData("status", 500)]
    [InlineData("status", 403)]
    [InlineData("reset", 0)]
    [InlineData("truncate", null)]
    [InlineData("corrupt", null)]
    [InlineData("error-in-200", null)]
    public async Task A_permanent_fault_leaves_no_file(string kind, int? value)
    {
        var sent = (await UploadAllAsync()).Where(static outcome => outcome.Require().Length is > 0 and < 100_000).Select(static outcome => outcome.Require().FileId).ToList();
        await Emulator.BreakAsync("object:GET", kind, value, times: null, Token);
        var received = await Emulator.DownloadAsync(sent, Options, Token);
        Assert.Equal(sent.Order(), received.Select(static outcome => outcome.Item).Order());
        Assert.All(received, static outcome => Assert.NotNull(outcome.Error));
        Assert.Empty(FilesOf(Options.Destination));
    }

    [Theory]
    [InlineData("tcb/uploadfile", "status", 500)]
    [InlineData("object:POST", "status", 403)]
    [InlineData("object:POST", "reset", 0)]
    [InlineData("object:POST", "corrupt", null)]
    [InlineData("object:POST", "error-in-200", null)]
    public async Task An_upload_that_fails_for_good_is_never_reported_as_done(string route, string kind, int? value)
    {
        await Emulator.BreakAsync(route, kind, value, times: null, Token);
        var path = Folder.WriteRandom("a.bin", 1000);
        var outcome = Assert.Single(await Emulator.UploadAsync(new(new()), [path], Token));
        Assert.Equal(path, outcome.Item);
        Assert.NotNull(outcome.Error);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task A_gibibyte_is_downloaded_over_an_unreliable_connection()
    {
        var path = Folder.At("huge.bin");
        await using (var file = File.Create(path))
        {
            var random = new Random(1);
            var block = new byte[1024 * 1024];
            for (var i = 0; i < 1024; i++)
            {
                random.NextBytes(block);
                await file.WriteAsync(block, Token);
            }
        }

        await Emulator.BreakAsync("object:POST", "reset", 500_000_000, times: 1, Token);
        var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [path], Token)).Require();
        await Emulator.BreakAsync("object:GET", "reset", 300_000_000, times: 3, Token);
        var received = Assert.Single(await Emulator.DownloadAsync([sent.FileId], Options, Token)).Require();
        Assert.Equal((sent.Crc64, 1024L * 1024 * 1024), (received.Crc64, received.Length));
    }

    private DownloadOptions Options => new() { EnvironmentId = "local-env", Destination = Folder.At("down"), Force = true };

    /// <summary>Twice is what every failure may happen; a token is renewed once.</summary>
    private static int Passing(string kind, int? value) => (kind, value) == ("errcode", 40001) ? 1 : 2;

    /// <summary>Breaks a route for a moment. Where it falls silent, the client soon takes notice.</summary>
    private async Task BreakAsync(string route, string kind, int? value)
    {
        await Emulator.BreakAsync(route, kind, value, times: Passing(kind, value), Token);
        if (kind == "stall")
        {
            Emulator.Reconnect(TimeSpan.FromSeconds(200));
        }
    }

    private static TheoryData<string, string, int?> Combine(
        string[] calls,
        (string Kind, int? Value)[] callFaults,
        string[] objects,
        (string Kind, int? Value)[] objectFaults) =>
        [
            .. from route in calls from fault in callFaults select new TheoryDataRow<string, string, int?>(route, fault.Kind, fault.Value),
            .. from route in objects from fault in objectFaults select new TheoryDataRow<string, string, int?>(route, fault.Kind, fault.Value),
        ];

    private static IEnumerable<string> FilesOf(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        : [];

    private async Task<IReadOnlyList<Outcome<string, WxCloudFile>>> UploadAllAsync()
    {
        var paths = s_files.Select(file => Folder.WriteRandom("up/" + file.Name, file.Length)).ToList();
        var sent = await Emulator.UploadAsync(new(new()), paths, Token);
        Assert.Equal(paths.Order(), sent.Select(static outcome => outcome.Item).Order());
        return sent;
    }

    private async Task AssertAllArriveAsync(IEnumerable<string> fileIds)
    {
        var asked = fileIds.ToList();
        var received = await Emulator.DownloadAsync(asked, Options, Token);
        Assert.Equal(asked.Order(), received.Select(static outcome => outcome.Item).Order());
        foreach (var outcome in received)
        {
            var file = outcome.Require();
            Assert.Equal(WxVerification.Crc64, file.Verified);
            var before = await File.ReadAllBytesAsync(Folder.At("up/" + file.CloudPath), Token);
            var after = await File.ReadAllBytesAsync(file.LocalPath, Token);
            Assert.True(before.SequenceEqual(after), file.CloudPath);
        }

        Assert.Equal(s_files.Length, FilesOf(Options.Destination).Count());
    }

    private void AssertNoSocketStays()
    {
        Emulator.Connection.Dispose();

        // A stalled request releases its socket on another thread. The one that may stay open is the test's, to the emulator's control calls.
        Assert.True(SpinWait.SpinUntil(() => CountOpen() <= 1, s_closeLimit), $"{CountOpen()} sockets are open.");

        int CountOpen() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Count(connection => connection.RemoteEndPoint.Port == Emulator.Endpoint.Port && connection.State == TcpState.Established);
    }
}
