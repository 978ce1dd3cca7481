using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Http;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>
/// Object hosts that misbehave at random moments in random ways: after each download the file is one that the host had, whole, or
/// it is absent and the error names it; and nothing is left that a later download could not resume.
/// </summary>
public sealed class RandomFaultTests : IDisposable
{
    private const int Length = 3_000_000;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_file_is_whole_or_absent(int seed)
    {
        var host = new ErraticHost(seed);
        await using var cloud = new ScriptedCloud(host.Serve, timeout: TimeSpan.FromSeconds(5));
        for (var round = 0; round < 4; round++)
        {
            var outcome = await cloud.DownloadAsync(new DownloadOptions { EnvironmentId = "env", Destination = _folder.Path, Force = true }, Token);
            var arrived = _folder.At(ScriptedCloud.FilePath);
            if (outcome.Error is { } error)
            {
                Assert.NotEqual("WxCloud.Engine.Unexpected", error.ErrorId);
                Assert.StartsWith(ScriptedCloud.FileId + ": ", error.Message, StringComparison.Ordinal);
                Assert.Equal(ScriptedCloud.FileId, error.Target);
            }
            else
            {
                Assert.Equal(WxVerification.Crc64, outcome.Require().Verified);
                Assert.True(host.Had(arrived), "The file is none that the host had.");
            }

            Assert.True(!File.Exists(arrived) || host.Had(arrived), "A file of that name is not whole.");
            var left = Files().Where(file => file != arrived).ToList();
            Assert.True(left.Count == 0 || outcome.Error is not null, "A complete download left something behind.");
            Assert.True(left.Count is 0 or 2, string.Join(", ", left));
        }

        string[] Files() => Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
    }

    private sealed class ErraticHost(int seed)
    {
        private readonly object _gate = new();
        private readonly Random _random = new(seed);
        private readonly ServedObject _object = new(Bytes(seed));

        private readonly List<byte[]> _versions = [Bytes(seed)];

        public bool Had(string path)
        {
            var bytes = File.ReadAllBytes(path);
            return _versions.Exists(version => version.AsSpan().SequenceEqual(bytes));
        }

        public ScriptedReply Serve(ScriptedRequest request)
        {
            lock (_gate)
            {
                _object.CutAfter = null;
                _object.IgnoresRanges = _random.Next(6) == 0;
                _object.IgnoresConditions = _random.Next(3) == 0;
                switch (_random.Next(14))
                {
                    case 0 or 1 or 2 or 3:
                        _object.CutAfter = _random.Next(Length);
                        break;
                    case 4:
                        _object.Content = Bytes(_random.Next());
                        _versions.Add(_object.Content);
                        break;
                    case 5:
                        return new([]);
                    case 6:
                        return ScriptedReply.Of("503 Slow Down", "Content-Length: 0", "");
                    case 7:
                        return ScriptedReply.Of("202 Accepted", "ETag: \"x\"\r\nContent-Length: 5", "later");
                    case 8:
                        return Whole(status: "206 Partial Content", "");
                    case 9:
                        return OtherRange();
                    case 10:
                        return Whole(status: "200 OK", "Content-Encoding: gzip\r\n");
                    case 11:
                        var damaged = (byte[])_object.Content.Clone();
                        damaged[_random.Next(Length)] ^= 1;
                        return Reply("200 OK", $"Content-Length: {Length}", damaged);
                }

                return _object.Serve(request);
            }
        }

        private ScriptedReply Whole(string status, string headers) => Reply(status, headers + $"Content-Length: {Length / 2}", _object.Content[..(Length / 2)]);

        private ScriptedReply OtherRange()
        {
            var from = _random.Next(Length - 10);
            return Reply("206 Partial Content", $"Content-Range: bytes {from}-{from + 9}/{Length}\r\nContent-Length: 10", _object.Content[from..(from + 10)]);
        }

        private ScriptedReply Reply(string status, string headers, byte[] body)
        {
            var crc64 = WxCloud.Cos.Crc64.Compute(_object.Content).ToString(CultureInfo.InvariantCulture);
            return ScriptedReply.Of(status, $"ETag: \"{crc64}\"\r\n{ReplyHeaders.CosCrc64}: {crc64}\r\n{headers}", body);
        }

        private static byte[] Bytes(int seed)
        {
            var bytes = new byte[Length];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }
    }
}
