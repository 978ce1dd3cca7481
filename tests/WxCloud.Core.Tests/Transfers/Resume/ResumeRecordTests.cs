using System;
using System.Globalization;
using System.Text;
using WxCloud.Cos;
using WxCloud.Local;
using WxCloud.Transfers.Resume;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Resume;

/// <summary>A resume record is read only when it is whole and about the same file.</summary>
public sealed class ResumeRecordTests
{
    private const string FileId = "cloud://env.bucket/a";

    private static readonly ResumeRecord s_record = new(
        ResumeRecord.PresentVersion,
        FileId,
        new(Length: 100, ETag: "\"x\"", LastModified: null, Crc64: null),
        [new(0, 10, 50, 1), new(50, 60, 100, 2)]);

    [Fact]
    public void A_record_survives_saving_and_loading()
    {
        var record = ResumeRecord.TryParse(s_record.Format(), FileId);
        Assert.Equal((s_record.Identity, FileId), (record?.Identity, record?.FileId));
        Assert.Equal(s_record.Segments, record!.Segments);
    }

    [Fact]
    public void A_record_of_another_file_or_version_is_not_read()
    {
        Assert.Null(ResumeRecord.TryParse(s_record.Format(), FileId + "b"));
        Assert.Null(ResumeRecord.TryParse((s_record with { Version = ResumeRecord.PresentVersion + 1 }).Format(), FileId));
    }

    [Theory]
    [InlineData(0, 50, 51, 100)]
    [InlineData(1, 50, 50, 100)]
    [InlineData(0, 50, 50, 99)]
    [InlineData(0, 50, 40, 100)]
    public void Segments_that_do_not_cover_the_file_are_not_read(long start, long end, long nextStart, long nextEnd) =>
        Assert.Null(ResumeRecord.TryParse((s_record with { Segments = [new(start, end, end, 1), new(nextStart, nextEnd, nextEnd, 2)] }).Format(), FileId));

    [Theory]
    [InlineData(-1)]
    [InlineData(51)]
    public void A_position_outside_of_its_segment_is_not_read(long position) =>
        Assert.Null(ResumeRecord.TryParse((s_record with { Segments = [new(0, position, 50, 1), new(50, 60, 100, 2)] }).Format(), FileId));

    [Fact]
    public void A_text_whose_checksum_differs_is_not_read()
    {
        var text = s_record.Format();
        Assert.Null(ResumeRecord.TryParse(text.Replace("100", "101", StringComparison.Ordinal), FileId));
        Assert.Null(ResumeRecord.TryParse(text[..^3], FileId));
        Assert.Null(ResumeRecord.TryParse(text.Replace(":1}", ":3}", StringComparison.Ordinal), FileId));
    }

    [Fact]
    public void Other_text_is_not_read_as_a_record()
    {
        foreach (var json in new[] { "null", "{}", "[", """{"Version":1,"FileId":"cloud://env.bucket/a"}""" })
        {
            var checksum = Crc64.Compute(Encoding.UTF8.GetBytes(json)).ToString(CultureInfo.InvariantCulture);
            Assert.Null(ResumeRecord.TryParse($"{json}\n{checksum}\n", FileId));
        }
    }

    [Theory]
    [InlineData(".0123456789ab.wxpart", true)]
    [InlineData(".0123456789AB.wxresume", true)]
    [InlineData(".0123456789ab-12.wxpart", true)]
    [InlineData(".0123456789ag.wxpart", false)]
    [InlineData(".0123456789abc.wxpart", false)]
    [InlineData(".0123456789a.wxpart", false)]
    [InlineData("0123456789abc.wxpart", false)]
    [InlineData(".0123456789ab.txt", false)]
    public void Only_the_names_of_partial_files_and_records_are_leftovers(string name, bool isLeftover) => Assert.Equal(isLeftover, PartialFileName.IsLeftover(name));
}
