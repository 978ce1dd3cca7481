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
    [Fact]
    public void Entities_are_not_unfolded()
    {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        }

        bomb.Append("]><Error><Code>&a19;</Code></Error>");
        AssertHarmless(bomb.ToString());
    }

    [Fact]
    public void Nothing_is_fetched_from_disk_or_network()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("secret.txt", "planted-in-a-file");
        AssertHarmless($"<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY x SYSTEM \"file://{path}\">]><Error><Code>&x;</Code></Error>");
        AssertHarmless("<?xml version=\"1.0\"?><!DOCTYPE Error SYSTEM \"http://127.0.0.1:1/x.dtd\"><Error><Code>C</Code></Error>");
    }

    [Fact]
    public void Deep_and_long_pages_end()
    {
        AssertHarmless("<Error>" + string.Concat(Enumerable.Repeat("<a>", 20_000)));
        AssertHarmless("<Error><Code>" + new string('x', 5_000_000));
        AssertHarmless("<Error>" + string.Concat(Enumerable.Repeat("<Code>x</Code>", 100_000)) + "</Error>");
    }

    [Fact]
    public void A_page_with_a_few_characters_changed_is_read_or_left()
    {
        const string page = "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>gone</Message><RequestId>NjA=</RequestId></Error>";
        var random = new Random(20260301);
        for (var i = 0; i < 20_000; i++)
        {
            var text = page.ToCharArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = (char)random.Next(0x20, 0x180);
            }

            CosError.TryParse(new string(text));
        }
    }

    private static void AssertHarmless(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var error = CosError.TryParse(text);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * 1024 * 1024);
        Assert.DoesNotContain("planted-in-a-file", error?.ToString() ?? "", StringComparison.Ordinal);
    }
}
