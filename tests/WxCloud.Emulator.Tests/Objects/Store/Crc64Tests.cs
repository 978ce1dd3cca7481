using System;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Emulator.Objects.Store;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Store;

public sealed class Crc64Tests
{
    /// <summary>The vectors of tencent-cos.md, section 11.</summary>
    [Theory]
    [InlineData("", 0UL)]
    [InlineData("a", 3675645893302102789UL)]
    [InlineData("hello", 11177612005948864433UL)]
    [InlineData("123456789", 11051210869376104954UL)]
    [InlineData("[Object Content]", 16749565679157681890UL)]
    [InlineData("[Object Part]", 4510578591875220731UL)]
    [InlineData("[Object Content Version 2]", 11596229263574363878UL)]
    [InlineData("[Chunked Content][2nd chunk][3rd chunk][4th chunk]", 7188322482464764960UL)]
    public void The_checksum_equals_the_documented_one(string text, ulong expected)
    {
        Assert.Equal(expected, Crc64.Of(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(5, 1_048_576)]
    [InlineData(1_048_577, 131)]
    public void The_checksum_of_a_whole_is_combined_from_those_of_its_pieces(int first, int second)
    {
        var bytes = RandomNumberGenerator.GetBytes(first + second);

        Assert.Equal(Crc64.Of(bytes), Crc64.Combine(Crc64.Of(bytes.AsSpan(0, first)), Crc64.Of(bytes.AsSpan(first)), second));
    }

    [Fact]
    public void A_mebibyte_of_zeros_has_the_documented_value()
    {
        Assert.Equal(6947770692288575170UL, Crc64.Of(new byte[1024 * 1024]));
    }

    [Fact]
    public void Folding_and_tables_agree_on_every_length_and_split()
    {
        var bytes = new byte[1100];
        RandomNumberGenerator.Fill(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            Crc64 byTables = default;
            byTables.AppendByTables(bytes.AsSpan(0, length));
            Crc64 split = default;
            split.Append(bytes.AsSpan(0, length / 3));
            split.Append(bytes.AsSpan(length / 3, length - (length / 3)));

            Assert.Equal(byTables.Value, Crc64.Of(bytes.AsSpan(0, length)));
            Assert.Equal(byTables.Value, split.Value);
        }
    }
}
