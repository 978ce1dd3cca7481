using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using System.Xml.Linq;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class ListObjectsTests
{
    [Fact]
    public async Task A_listing_has_every_field_of_the_documented_sample()
    {
        await using var emulator = await StartAsync("dir/a.txt");

        var list = await ListAsync(emulator, "");

        Assert.Equal(
            ["Name", "Prefix", "MaxKeys", "Marker", "IsTruncated", "Contents"],
            list.Elements().Select(element => element.Name.ToString()));
        Assert.Equal((TestEmulator.Bucket, "", "", "1000", "false"), (Text(list, "Name"), Text(list, "Prefix"), Text(list, "Marker"), Text(list, "MaxKeys"), Text(list, "IsTruncated")));
        var entry = list.Element("Contents")!;
        Assert.Equal(
            ("dir/a.txt", "2024-03-05T06:07:08.000Z", Digests.ETag("dir/a.txt"u8), "9", "STANDARD"),
            (Text(entry, "Key"), Text(entry, "LastModified"), Text(entry, "ETag"), Text(entry, "Size"), Text(entry, "StorageClass")));
        Assert.Equal("1250000000", entry.Element("Owner")!.Element("ID")!.Value);
    }

    [Theory]
    [InlineData("prefix=b", "b/1 b/2 b/c/3 b0", "")]
    [InlineData("delimiter=/", "a b0", "b/ 文件/")]
    [InlineData("prefix=b/&delimiter=/", "b/1 b/2", "b/c/")]
    [InlineData("marker=b/1", "b/2 b/c/3 b0 文件/x", "")]
    [InlineData("marker=b/&delimiter=/", "b0", "文件/")]
    [InlineData("marker=b/1&delimiter=/", "b0", "文件/")]
    [InlineData("prefix=%E6%96%87", "文件/x", "")]
    [InlineData("delimiter=%E4%BB%B6", "a b/1 b/2 b/c/3 b0", "文件")]
    [InlineData("prefix=zzz", "", "")]
    [InlineData("list-type=2&start-after=b/c", "b/c/3 b0 文件/x", "")]
    public async Task Prefix_delimiter_and_marker_choose_the_entries(string query, string keys, string prefixes)
    {
        await using var emulator = await StartAsync("a", "b/1", "b/2", "b/c/3", "b0", "文件/x");

        var list = await ListAsync(emulator, query);

        Assert.Equal(Words(keys), list.Texts("Key"));
        Assert.Equal(Words(prefixes), list.Elements("CommonPrefixes").Select(prefix => Text(prefix, "Prefix")));
        Assert.Equal("false", Text(list, "IsTruncated"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_follow_each_other_by_their_markers(int limit)
    {
        await using var emulator = await StartAsync("a", "b/1", "b/2", "c", "d/1");
        var names = string.Empty;
        string? marker = "";
        while (marker is not null)
        {
            var list = await ListAsync(emulator, $"delimiter=/&max-keys={limit}&marker={marker}");
            string[] page = [.. list.Texts("Key"), .. list.Elements("CommonPrefixes").Select(prefix => Text(prefix, "Prefix"))];
            names += string.Join(' ', page.Order(StringComparer.Ordinal)) + ' ';
            marker = Text(list, "IsTruncated") == "true" ? Text(list, "NextMarker") : null;
            Assert.Equal(marker is not null, list.Element("NextMarker") is not null);
        }

        Assert.Equal("a b/ c d/ ", names);
    }

    [Fact]
    public async Task Names_are_percent_encoded_when_asked_for()
    {
        await using var emulator = await StartAsync("a b/文+1", "a b/文+2", "a b/文+3/x");

        var list = await ListAsync(emulator, "prefix=a%20b/&delimiter=/&marker=a%20b/%E6%96%87%2B1&max-keys=1&encoding-type=url");

        Assert.Equal(
            ("url", "a%20b/", "/", "a%20b/%E6%96%87%2B1", "a%20b/%E6%96%87%2B2", "a%20b/%E6%96%87%2B2"),
            (Text(list, "EncodingType"), Text(list, "Prefix"), Text(list, "Delimiter"), Text(list, "Marker"), Text(list, "NextMarker"), Text(list.Element("Contents")!, "Key")));
    }

    [Fact]
    public async Task List_type_2_continues_by_its_token()
    {
        await using var emulator = await StartAsync("a", "b", "c");

        var first = await ListAsync(emulator, "list-type=2&max-keys=2");
        var second = await ListAsync(emulator, $"list-type=2&max-keys=2&fetch-owner=true&continuation-token={Uri.EscapeDataString(Text(first, "NextContinuationToken"))}");

        Assert.Equal(("a b", "2", "true"), (string.Join(' ', first.Texts("Key")), Text(first, "KeyCount"), Text(first, "IsTruncated")));
        Assert.Equal(("c", "1", "false"), (Assert.Single(second.Texts("Key")), Text(second, "KeyCount"), Text(second, "IsTruncated")));
        Assert.Empty(first.Descendants("Owner"));
        Assert.Single(second.Descendants("Owner"));
    }

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\r\nb")]
    [InlineData("a\nb")]
    public async Task Line_ends_in_a_key_stay_what_they_are(string key)
    {
        await using var emulator = await StartAsync(key);

        Assert.Equal([key], (await ListAsync(emulator, "")).Texts("Key"));
    }

    [Theory]
    [InlineData("max-keys=0", "InvalidArgument")]
    [InlineData("max-keys=1001", "InvalidArgument")]
    [InlineData("max-keys=x", "InvalidArgument")]
    [InlineData("encoding-type=xml", "InvalidArgument")]
    [InlineData("delimiter=ab", "InvalidDelimiter")]
    [InlineData("list-type=3", "InvalidArgument")]
    [InlineData("list-type=2&continuation-token=x", "InvalidArgument")]
    public async Task Invalid_parameters_are_refused(string query, string code)
    {
        await using var emulator = await StartAsync();

        using var reply = await emulator.SendSignedAsync(HttpMethod.Get, "", query: query);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_anonymous_listing_is_refused_even_when_files_are_public()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { PublicRead = true });

        using var reply = await emulator.Client.GetAsync($"{TestEmulator.Bucket}/", TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task Listings_have_a_route_of_their_own()
    {
        await using var emulator = await StartAsync("a");
        await emulator.BreakAsync("""{"route":"object:LIST","kind":"truncate","times":1}""");

        using var cut = await emulator.SendSignedAsync(HttpMethod.Get, "");

        Assert.Throws<System.Xml.XmlException>(() => XDocument.Parse(cut.TextAsync().GetAwaiter().GetResult()));
        await ListAsync(emulator, "");
        Assert.Equal(2, (await emulator.RequestsAsync()).GetProperty("routes").Number("object:LIST"));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(XElement xml, string name) => xml.Element(name)!.Value;

    private static async Task<XElement> ListAsync(TestEmulator emulator, string query)
    {
        using var reply = await emulator.SendSignedAsync(HttpMethod.Get, "", query: query);
        return await reply.XmlAsync();
    }

    /// <summary>Starts an emulator with objects that hold their own keys.</summary>
    private static async Task<TestEmulator> StartAsync(params string[] keys)
    {
        var emulator = await TestEmulator.StartAsync();
        foreach (var key in keys)
        {
            await emulator.PutAsync(key, key);
        }

        return emulator;
    }
}
