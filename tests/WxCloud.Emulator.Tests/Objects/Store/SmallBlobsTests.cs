using System;
using System.Globalization;
using System.IO;
using System.Linq;
using WxCloud.Emulator.Objects.Store;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Store;

public sealed class SmallBlobsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wxcloud-emulator-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_blob_is_kept_until_it_is_removed()
    {
        var blobs = new SmallBlobs();
        blobs.Keep("a", [1, 2]);
        blobs.Keep("b", [3]);
        blobs.Forget("a");
        Assert.Null(blobs.Find("a"));
        Assert.Equal([3], blobs.Find("b"));
    }

    [Fact]
    public void The_kept_bytes_are_limited()
    {
        var blobs = new SmallBlobs();
        for (var number = 0; number < 1000; number++)
        {
            blobs.Keep(number.ToString(CultureInfo.InvariantCulture), new byte[SmallBlobs.MaxLength]);
        }

        var kept = Enumerable.Range(0, 1000).Count(number => blobs.Find(number.ToString(CultureInfo.InvariantCulture)) is not null);
        Assert.InRange(kept, 1, 8 * 1024 * 1024 / SmallBlobs.MaxLength);
        Assert.NotNull(blobs.Find("999"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(SmallBlobs.MaxLength)]
    [InlineData(SmallBlobs.MaxLength + 1)]
    public void A_second_read_returns_the_same_bytes(int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        using var medium = new DiskMedium(_folder);
        var blobId = Write(medium, content);
        for (var reading = 0; reading < 2; reading++)
        {
            using var reader = medium.Open(blobId);
            var buffer = new byte[length + 10];
            var half = length / 2;
            Assert.Equal(content.AsSpan(half), buffer.AsSpan(0, reader.Read(half, buffer)));
            Assert.Equal(0, reader.Read(length, buffer));
        }
    }

    [Fact]
    public void A_deleted_blob_is_not_read_from_memory()
    {
        using var medium = new DiskMedium(_folder);
        var blobId = Write(medium, [1]);
        medium.Open(blobId).Dispose();
        medium.Delete(blobId);
        Assert.Throws<FileNotFoundException>(() => medium.Open(blobId));
    }

    private static string Write(DiskMedium medium, byte[] content)
    {
        using var writer = medium.Create();
        writer.Write(content);
        writer.Complete();
        return writer.BlobId;
    }
}
