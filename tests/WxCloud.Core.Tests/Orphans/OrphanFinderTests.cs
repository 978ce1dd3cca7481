using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Database;
using WxCloud.Core.Tests.Support;
using WxCloud.Database.Values;
using WxCloud.Model;
using WxCloud.Orphans;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Orphans;

public sealed class OrphanFinderTests : DatabaseTest
{
    private static readonly OrphanSearch s_all = new(Environment);

    [Fact]
    public async Task Files_without_document_and_documents_without_file_are_found()
    {
        await StoreAsync("a.png", "b.png", "图/c.png");
        await AddAsync(
            $$"""{"_id":"one","cover":"{{RunningEmulator.FileId("a.png")}}","detail":{"images":[{"url":"x"},{"url":"{{RunningEmulator.FileId("图/gone.png")}}"}]} }""",
            $$"""{"_id":7,"cover":"{{RunningEmulator.FileId("a.png")}}","old":"{{RunningEmulator.FileId("gone.png")}}"}""");
        var meter = new SearchMeter();
        var found = await SucceedAsync(s_all, meter);
        Assert.Equal(
            [
                (WxCloudOrphanKind.FileWithoutDocument, "b.png", 5L, null, null, null),
                (WxCloudOrphanKind.DocumentWithoutFile, "gone.png", null, Collection, 7, "old"),
                (WxCloudOrphanKind.FileWithoutDocument, "图/c.png", 5L, null, null, null),
                (WxCloudOrphanKind.DocumentWithoutFile, "图/gone.png", null, Collection, (object?)"one", "detail.images[1].url"),
            ],
            found.Select(static orphan => (orphan.Kind, orphan.CloudPath, orphan.Length, orphan.Collection, orphan.DocumentId, orphan.Property)));
        Assert.All(found, static orphan => Assert.Equal(RunningEmulator.FileId(orphan.CloudPath), orphan.FileId));
        Assert.All(found, static orphan => Assert.Equal(orphan.Kind == WxCloudOrphanKind.FileWithoutDocument, orphan.LastModified is not null && orphan.Age < TimeSpan.FromHours(1)));
        Assert.Equal((3, 2, null), (meter.Files, meter.Documents, meter.Collection));
    }

    [Theory]
    [InlineData("""<p>Text <img src="cloud://local-env.6c6f-local-env-1250000000/my photo.png"> more</p>""")]
    [InlineData("""see cloud://local-env.6c6f-local-env-1250000000/my photo.png, please""")]
    [InlineData("""照片cloud://local-env.6c6f-local-env/my photo.png请看""")]
    [InlineData("""{"a":"cloud:\/\/local-env.6c6f-local-env-1250000000\/my photo.png"}""")]
    [InlineData("""/pages/view?src=cloud%3A%2F%2Flocal-env.6c6f-local-env-1250000000%2Fmy%20photo.png&x=1""")]
    [InlineData("""https://6c6f-local-env-1250000000.tcb.qcloud.la/my%20photo.png?sign=1&t=2""")]
    [InlineData("""http://127.0.0.1:1/6c6f-local-env-1250000000.tcb.qcloud.la/my%20photo.png?sign=1&t=2""")]
    public async Task A_file_that_a_text_names_in_any_way_is_needed(string text)
    {
        await StoreAsync("my photo.png");
        await AddAsync(new DocumentFields { { "_id", "x" }, { "text", text } });
        Assert.Empty(await SucceedAsync(s_all));

        // Without the listing every reading is asked for.
        Assert.Equal("WxCloud.Orphan.FilesNotListed", Assert.Single(await FindWithoutKeysAsync(s_all)).Error?.ErrorId);
    }

    [Fact]
    public async Task All_collections_are_searched_unless_some_are_named()
    {
        await Engine.Collections.AddAsync(Environment, "posts", Token);
        await StoreAsync("a.png", "b.png");
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId("a.png")}}"}""");
        Assert.Equal(["b.png"], Paths(await SucceedAsync(s_all)));
        Assert.Equal(["a.png", "b.png"], Paths(await SucceedAsync(s_all with { Collections = ["posts"] })));
    }

    [Fact]
    public async Task Only_the_named_properties_count()
    {
        await StoreAsync("a.png", "b.png", "c.png");
        await AddAsync(
            $$"""{"_id":"{{RunningEmulator.FileId("c.png")}}","used":{"img":"{{RunningEmulator.FileId("a.png")}}"},"log":"{{RunningEmulator.FileId("b.png")}} {{RunningEmulator.FileId("gone.png")}}"}""");
        Assert.Equal(["gone.png"], Paths(await SucceedAsync(s_all)));
        Assert.Equal(["b.png", "c.png"], Paths(await SucceedAsync(s_all with { Properties = ["used.img"] })));
        Assert.Equal(["a.png", "c.png", "gone.png"], Paths(await SucceedAsync(s_all with { Properties = ["log"] })));
        Assert.Equal(["a.png", "b.png"], Paths(await SucceedAsync(s_all with { Properties = ["_id"] })));
    }

    [Fact]
    public async Task A_prefix_limits_both_sides()
    {
        await StoreAsync("in/a.png", "in/b.png", "out/c.png");
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId("in/a.png")}}","b":["{{RunningEmulator.FileId("in/gone.png")}}","{{RunningEmulator.FileId("out/gone.png")}}"]}""");
        Assert.Equal(["in/b.png", "in/gone.png"], Paths(await SucceedAsync(s_all with { Prefix = "in/" })));
    }

    [Fact]
    public async Task Files_younger_than_the_minimum_age_are_left_out()
    {
        await StoreAsync("a.png");
        Assert.Empty(await SucceedAsync(s_all with { MinimumAge = TimeSpan.FromHours(1) }));
        var later = Emulator.Connect(time: new LaterTime());
        var outcomes = await later.Engine.Orphans.FindAsync(s_all with { MinimumAge = TimeSpan.FromHours(1) }, meter: null, Token).ToListAsync(Token);
        Assert.Equal("a.png", Assert.Single(outcomes).Require().CloudPath);
    }

    [Fact]
    public async Task Files_of_a_service_whose_clock_is_ahead_are_found_without_a_minimum_age()
    {
        await Emulator.PostAsync("clock", new { advanceSeconds = 600 }, Token);
        await StoreAsync("a.png");
        Assert.Equal(["a.png"], Paths(await SucceedAsync(s_all)));
    }

    [Fact]
    public async Task Folders_without_files_are_no_orphans()
    {
        await Engine.Folders.CreateAsync(Environment, "empty/", Token);
        await Engine.Folders.CreateAsync(Environment, "in/empty/", Token);
        var meter = new SearchMeter();
        Assert.Empty(await SucceedAsync(s_all, meter));
        Assert.Equal(0, meter.Files);
    }

    [Fact]
    public async Task A_path_that_no_file_can_have_is_missing_without_a_call()
    {
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId(new string('x', 900))}}"}""");
        Assert.Single(await SucceedAsync(s_all));
        Assert.Equal(0, await Emulator.CountAsync("tcb/batchdownloadfile", Token));
    }

    [Theory]
    [InlineData("", Environment)]
    [InlineData("in/", "in/")]
    public async Task A_listing_that_fails_is_an_error_of_what_was_to_be_listed(string prefix, string item)
    {
        await Emulator.BreakAsync("object:LIST", "status", 403, times: null, Token);
        var outcome = Assert.Single(await FindAsync(s_all with { Prefix = prefix }));
        Assert.Equal(("WxCloud.Orphan.FilesNotListed", item), (outcome.Error?.ErrorId, outcome.Item));
    }

    [Fact]
    public async Task A_domain_of_the_owners_is_one_of_the_environment()
    {
        await StoreAsync("a b.png");
        await AddAsync("""{"_id":"x","url":"https://img.example.com/a%20b.png"}""");
        Assert.Equal(["a b.png"], Paths(await SucceedAsync(s_all)));
        Assert.Empty(await SucceedAsync(s_all with { Domains = ["img.example.com"] }));
    }

    [Fact]
    public async Task No_file_is_an_orphan_when_a_collection_was_not_read_to_its_end()
    {
        await StoreAsync("a.png");
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId("gone.png")}}"}""");
        var outcomes = await FindAsync(s_all with { Collections = [Collection, "missing"] });
        Assert.Equal(2, outcomes.Count);
        Assert.Equal(("WxCloud.Orphan.CollectionNotRead", "missing"), (outcomes[0].Error?.ErrorId, outcomes[0].Error?.Target));
        Assert.Contains("-502005", outcomes[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("gone.png", outcomes[1].Require().CloudPath);
    }

    [Fact]
    public async Task Without_keys_only_documents_without_file_are_found()
    {
        await StoreAsync("a.png", "b.png");
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId("a.png")}}","b":["{{RunningEmulator.FileId("gone.png")}}","{{RunningEmulator.FileId("gone.png")}}"]}""");
        var outcomes = await FindWithoutKeysAsync(s_all);
        Assert.Equal("WxCloud.Orphan.FilesNotListed", outcomes[0].Error?.ErrorId);
        Assert.False(outcomes[0].Error!.IsFatal);
        Assert.Equal(["b[0]", "b[1]"], outcomes.Skip(1).Select(static outcome => outcome.Require().Property));
    }

    [Fact]
    public async Task A_file_that_cannot_be_asked_for_is_an_error_and_not_missing()
    {
        await AddAsync($$"""{"_id":"x","a":"{{RunningEmulator.FileId("gone.png")}}"}""");
        await Emulator.BreakAsync("tcb/batchdownloadfile", "errcode", -501007, times: null, Token);
        var error = Assert.Single(await FindAsync(s_all)).Error!;
        Assert.Equal((RunningEmulator.FileId("gone.png"), "WxCloud.Api.InvalidArgument"), (error.Target, error.ErrorId));
    }

    [Fact]
    public async Task Fifty_missing_files_are_asked_for_in_one_call()
    {
        await AddAsync([.. Enumerable.Range(0, 50).Select(static number => new DocumentFields { { "_id", number }, { "a", RunningEmulator.FileId($"gone{number}.png") } })]);
        await AddAsync([.. Enumerable.Range(100, 50).Select(static number => new DocumentFields { { "_id", number }, { "a", RunningEmulator.FileId("gone0.png") } })]);
        Assert.Equal(100, (await SucceedAsync(s_all)).Count);
        Assert.Equal(1, await Emulator.CountAsync("tcb/batchdownloadfile", Token));
    }

    private static IEnumerable<string> Paths(IEnumerable<WxCloudOrphan> orphans) => orphans.Select(static orphan => orphan.CloudPath).Order(StringComparer.Ordinal);

    private async Task<List<Outcome<string, WxCloudOrphan>>> FindAsync(OrphanSearch search, SearchMeter? meter = null) =>
        await Engine.Orphans.FindAsync(search, meter, Token).ToListAsync(Token);

    private async Task<List<Outcome<string, WxCloudOrphan>>> FindWithoutKeysAsync(OrphanSearch search)
    {
        await Emulator.BreakAsync("tcb/getqcloudtoken", "errcode", 48001, times: null, Token);
        var connection = Emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null });
        return await connection.Engine.Orphans.FindAsync(search, meter: null, Token).ToListAsync(Token);
    }

    private async Task<List<WxCloudOrphan>> SucceedAsync(OrphanSearch search, SearchMeter? meter = null) =>
        (await FindAsync(search, meter)).ConvertAll(static outcome => outcome.Require());

    private async Task StoreAsync(params string[] paths)
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("source", "hello");
        var items = paths.Select(path => new Outcome<string, UploadItem>(path, new UploadItem(source, path))).ToAsyncEnumerable();
        await foreach (var sent in Engine.Uploader.SendAsync(items, new() { EnvironmentId = Environment }, meter: null, Token))
        {
            sent.Require();
        }
    }

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1).AddMinutes(5);
    }
}
