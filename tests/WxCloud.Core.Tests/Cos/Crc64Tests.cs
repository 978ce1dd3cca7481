using System;
using System.Globalization;
using System.Text;
using WxCloud.Cos;
using Xunit;

namespace WxCloud.Core.Tests.Cos;

public sealed class Crc64Tests
{
    // Values of cloud.tencent.com/document/product/436/40334 and of the PUT and GET pages.
    [Theory]
    [InlineData("", "0")]
    [InlineData("a", "3675645893302102789")]
    [InlineData("hello", "11177612005948864433")]
    [InlineData("123456789", "11051210869376104954")]
    [InlineData("[Object Content]", "16749565679157681890")]
    [InlineData("[Object Part]", "4510578591875220731")]
    [InlineData("[Object Content Version 2]", "11596229263574363878")]
    [InlineData("[Chunked Content][2nd chunk][3rd chunk][4th chunk]", "7188322482464764960")]
    public void Published_check_values_are_computed(string text, string expected) =>
        Assert.Equal(expected, Crc64.Compute(Encoding.UTF8.GetBytes(text)).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void The_published_value_of_a_mebibyte_of_zeros_is_computed() =>
        Assert.Equal(6947770692288575170UL, Crc64.Compute(new byte[1024 * 1024]));

    [Fact]
    public void Folding_agrees_with_the_tables_at_every_length()
    {
        var bytes = new byte[1024];
        new Random(7).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var piece = bytes.AsSpan(0, length);
            Assert.Equal(~Crc64.AppendByTables(ulong.MaxValue, piece), Crc64.Compute(piece));
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 1)]
    [InlineData(1000, 0)]
    [InlineData(4096, 100_000)]
    public void Checksums_of_pieces_combine_to_that_of_the_whole(int first, int second)
    {
        var bytes = new byte[first + second];
        new Random(first + second).NextBytes(bytes);
        var combined = Crc64.Combine(Crc64.Compute(bytes.AsSpan(0, first)), Crc64.Compute(bytes.AsSpan(first)), second);
        Assert.Equal(Crc64.Compute(bytes), combined);
    }

    [Fact]
    public void Computation_continues_from_a_known_checksum()
    {
        var resumed = Crc64.Resume(Crc64.Compute("123"u8));
        resumed.Append("456789"u8);
        Assert.Equal(11051210869376104954UL, resumed.Value);
    }
}
