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
    public void Each_file_finds_its_reply(string replies, string expected) => AssertFound(s_asked, replies, expected);

    [Theory]
    // The other spelling, in another order, and some of both.
    [InlineData("e.b-1/1 e.b-1/2", "e.b/2 e.b/1", "1 0")]
    [InlineData("e.b/1 e.b/2", "e.b-1/2 e.b-1/1", "1 0")]
    [InlineData("e.b/1 e.b-1/2 e.b/3", "e.b-1/3 e.b-1/1 e.b/2", "1 2 0")]
    // One file in both spellings, answered twice or once.
    [InlineData("e.b/1 e.b-1/1", "e.b-1/1 e.b/1", "1 0")]
    [InlineData("e.b/1 e.b-1/1", "e.b-1/1 e.b-1/1", "0 1")]
    [InlineData("e.b/1 e.b-1/1", "e.b-1/1", "0 0")]
    // Duplicates get as many answers as there are, in their order.
    [InlineData("e.b/1 e.b/2 e.b/1", "e.b-1/2 e.b-1/1 e.b-1/1", "1 0 2")]
    [InlineData("e.b/1 e.b/1", "e.b-1/2 e.b-1/1", "1 1")]
    // Two buckets with one path: each keeps its own answer.
    [InlineData("e.b-1/1 e.b-static-1/1", "e.b-static/1 e.b/1", "1 0")]
    [InlineData("e.b-1/1 e.b-static-1/1", "e.b-1/1", "0 -")]
    // Neither text nor path: the position, when everything was answered and nothing else claims that answer.
    [InlineData("e.b/%E4 e.b/2", "e.b/x e.b/2", "0 1")]
    [InlineData("e.b/1 e.b/2", "nonsense e.b/1", "1 -")]
    [InlineData("e.b/1 e.b/2", "e.b/3", "- -")]
    public void FileIDs_in_both_spellings_find_their_reply(string asked, string replies, string expected) => AssertFound(
        [.. asked.Split(' ').Select(static fileId => "cloud://" + fileId)],
        string.Join(',', replies.Split(' ').Select(static fileId => "cloud://" + fileId)),
        expected.Replace(' ', ','));

    private static void AssertFound(string[] asked, string replies, string expected)
    {
        var items = replies.Split(',', System.StringSplitOptions.RemoveEmptyEntries)
            .Select((id, place) => new StorageReplyItem(id, null, place.ToString(System.Globalization.CultureInfo.InvariantCulture), 0, null))
            .ToArray();
        var finder = new BatchReplyMatcher([.. asked.Select(FileId.Parse)], items);
        Assert.Equal(expected, string.Join(',', Enumerable.Range(0, asked.Length).Select(i => finder.Find(i)?.DownloadUrl ?? "-")));
    }
}
