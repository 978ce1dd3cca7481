using System;
using WxCloud.Transfers.Resume;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Resume;

/// <summary>A download is resumed only with the same state of the object, and each segment contains only its own bytes.</summary>
public sealed class ObjectIdentityTests
{
    private static readonly DateTimeOffset s_written = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ObjectIdentity s_tagged = new(100, "\"x\"", s_written, "1");
    private static readonly ObjectIdentity s_dated = new(100, ETag: null, s_written, Crc64: null);

    [Fact]
    public void A_missing_checksum_in_a_later_reply_is_the_same_state()
    {
        Assert.True(s_tagged.IsSameAs(s_tagged));
        Assert.True(s_tagged.IsSameAs(s_tagged with { Crc64 = null }));
        Assert.True(s_dated.IsSameAs(s_dated with { Crc64 = "1" }));
    }

    [Fact]
    public void A_different_length_tag_or_checksum_is_another_state()
    {
        Assert.False(s_tagged.IsSameAs(s_tagged with { Length = 101 }));
        Assert.False(s_tagged.IsSameAs(s_tagged with { ETag = "\"y\"" }));
        Assert.False(s_tagged.IsSameAs(s_tagged with { ETag = null }));
        Assert.False(s_tagged.IsSameAs(s_tagged with { Crc64 = "2" }));
    }

    [Fact]
    public void Without_a_tag_a_different_time_is_another_state()
    {
        Assert.False(s_dated.IsSameAs(s_dated with { LastModified = s_written.AddSeconds(1) }));
        Assert.True(s_tagged.IsSameAs(s_tagged with { LastModified = s_written.AddSeconds(1) }));
    }

    [Fact]
    public void A_segment_that_was_split_takes_only_the_bytes_before_its_new_end()
    {
        var segment = new Segment(0, 100);
        var later = segment.Split();
        Assert.Equal((50L, 50L, 100L), (segment.End, later.Start, later.End));
        Assert.Equal(50, segment.Accept(80));
        Assert.Equal(10, segment.Accept(10));
    }
}
