using System.Linq;
using Xunit;

namespace WxCloud.Core.Tests.Model;

public sealed class ShardTests
{
    /// <summary>The table of docs/sharding.md, which is a promise to every later version.</summary>
    [Theory]
    [InlineData("a.txt", 2, 3, 6, 630)]
    [InlineData("images/logo.png", 1, 2, 13, 533)]
    [InlineData("docs/a.md", 1, 2, 11, 179)]
    [InlineData("图片/风景 1.jpg", 1, 1, 13, 749)]
    [InlineData("emoji/😀.txt", 1, 2, 7, 295)]
    public void Vectors_of_the_guide_hold(string cloudPath, int of2, int of3, int of16, int of1000)
    {
        foreach (var (index, count) in new[] { (of2, 2), (of3, 3), (of16, 16), (of1000, 1000) })
        {
            var shards = Enumerable.Range(1, count).Where(i => WxCloudShard.Parse($"{i}/{count}").Contains(cloudPath));
            Assert.Equal([index], shards);
        }
    }

    [Fact]
    public void Files_are_spread_evenly()
    {
        const int Files = 16_000;
        var shards = Enumerable.Range(1, 16).Select(i => WxCloudShard.Parse($"{i}/16")).ToList();
        var counts = shards.Select(shard => Enumerable.Range(0, Files).Count(i => shard.Contains($"photos/2024/IMG_{i:D5}.jpg"))).ToList();
        Assert.Equal(Files, counts.Sum());

        // 1000 are expected, and 31 is the standard deviation of a uniform hash.
        Assert.All(counts, static count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void One_shard_of_one_has_every_file() => Assert.True(WxCloudShard.Parse("1/1").Contains("any.txt"));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3/")]
    [InlineData("/16")]
    [InlineData("-1/16")]
    [InlineData("1 /16")]
    [InlineData("1.5/16")]
    [InlineData("1/2/3")]
    [InlineData("1/99999999999")]
    public void Malformed_shard_is_an_error_that_shows_it(string text)
    {
        var error = Assert.Throws<WxCloudException>(() => WxCloudShard.Parse(text));
        Assert.Equal("WxCloud.Shard.Malformed", error.ErrorId);
        Assert.Contains($"'{text}'", error.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/16")]
    [InlineData("17/16")]
    [InlineData("0/0")]
    [InlineData("1/0")]
    public void Shard_out_of_range_is_an_error(string text) =>
        Assert.Equal("WxCloud.Shard.OutOfRange", Assert.Throws<WxCloudException>(() => WxCloudShard.Parse(text)).ErrorId);

    [Fact]
    public void ToString_gives_the_shard_as_it_is_written() => Assert.Equal("3/16", WxCloudShard.Parse("03/16").ToString());

    [Fact]
    public void A_file_is_in_the_shard_of_its_cloud_path_and_an_invalid_fileID_in_all()
    {
        var shard = WxCloudShard.Parse("1/2");
        Assert.True(shard.ContainsFile("cloud://env.bucket/docs/a.md"));
        Assert.False(shard.ContainsFile("cloud://env.bucket/a.txt"));
        Assert.True(shard.ContainsFile("a.txt"));
    }
}
