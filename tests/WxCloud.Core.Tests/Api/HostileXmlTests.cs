using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using Xunit;

namespace WxCloud.Core.Tests.Api;

public sealed class HostileXmlTests
{
    private const string Page = "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>gone</Message><RequestId>NjA=</RequestId></Error>";

    private static readonly string s_untilCode = Page[..(Page.IndexOf("</Code>", StringComparison.Ordinal) + "</Code>".Length)];

    [Fact]
    public void A_plain_page_is_read() => Assert.Equal(new CosError("NoSuchKey", "gone", "NjA="), Read(Page));

    [Fact]
    public void Entities_are_not_expanded()
    {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        }

        bomb.Append("]><Error><Code>&a19;</Code></Error>");
        Assert.Null(Read(bomb.ToString()));
    }

    [Fact]
    public void Nothing_is_fetched_from_disk_or_network()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("secret.txt", "planted-in-a-file");
        Assert.Null(Read($"<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY x SYSTEM \"file://{path}\">]><Error><Code>&x;</Code></Error>"));
        Assert.Null(Read("<?xml version=\"1.0\"?><!DOCTYPE Error SYSTEM \"http://127.0.0.1:1/x.dtd\"><Error><Code>C</Code></Error>"));
    }

    [Fact]
    public void Deep_and_long_pages_keep_what_was_read_before_the_limit()
    {
        Assert.Equal("A", Read("<Error><Code>A</Code>" + string.Concat(Enumerable.Repeat("<a>", 20_000)))!.Code);
        Assert.Equal("M", Read("<Error><Message>M</Message><Code>" + new string('x', 5_000_000))!.Message);
        Assert.Equal("last", Read("<Error>" + string.Concat(Enumerable.Repeat("<Code>x</Code>", 100_000)) + "<Code>last</Code></Error>")!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no page at all")]
    [InlineData("<html><body><Error>not COS</Error></body></html>")]
    [InlineData("{\"text\":\"<Error>\"}")]
    public void Other_texts_are_not_storage_errors(string text) => Assert.Null(Read(text));

    [Fact]
    public void A_damaged_page_gives_the_elements_that_are_intact()
    {
        var readWhole = 0;
        var random = new Random(20260301);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Page.ToCharArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = (char)random.Next(0x20, 0x180);
            }

            var changed = new string(text);
            var error = CosError.TryParse(changed);
            readWhole += error == new CosError("NoSuchKey", "gone", "NjA=") ? 1 : 0;
            if (changed.StartsWith(s_untilCode, StringComparison.Ordinal))
            {
                Assert.Equal("NoSuchKey", error?.Code);
            }
        }

        // Some changes affect only white space or the declaration.
        Assert.InRange(readWhole, 1, 19_999);
    }

    /// <summary>Reads a page within a bound of time and memory.</summary>
    private static CosError? Read(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var error = CosError.TryParse(text);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * 1024 * 1024);
        return error;
    }
}
