using System.Linq;
using WxCloud.Model;
using WxCloud.Storage;
using Xunit;

namespace WxCloud.Core.Tests.Storage;

public sealed class BatchReplyMatcherTests
{
    private static readonly string[] s_asked = ["cloud://e.b-1/1", "cloud://e.b-1/2", "cloud://e.b-1/1"];

    [Theory]
    [InlineData("cloud://e.b-1/1,cloud://e.b-1/2,cloud://e.b-1/1", "0,1,2")]
    [InlineData("cloud://e.b-1/2,cloud://e.b-1/1", "1,0,1")]
    [InlineData("cloud://e.b/1,cloud://e.b/2,cloud://e.b/1", "0,1,2")]
    [InlineData("cloud://e.b-1/1", "0,-,0")]
    [InlineData("", "-,-,-")]
    public void Each_file_finds_its_reply(string replies, string expected)
    {
        var items = replies.Split(',', System.StringSplitOptions.RemoveEmptyEntries)
            .Select((id, place) => new StorageReplyItem(id, null, place.ToString(System.Globalization.CultureInfo.InvariantCulture), 0, null))
            .ToArray();
        var finder = new BatchReplyMatcher([.. s_asked.Select(FileId.Parse)], items);
        Assert.Equal(expected, string.Join(',', Enumerable.Range(0, s_asked.Length).Select(i => finder.Find(i)?.DownloadUrl ?? "-")));
    }
}
