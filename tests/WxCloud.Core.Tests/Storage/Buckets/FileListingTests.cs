using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Storage.Buckets;
using Xunit;
using static WxCloud.Core.Tests.Support.ScriptedBucket;

namespace WxCloud.Core.Tests.Storage.Buckets;

public sealed class FileListingTests
{
    private static readonly string[] s_keys = ["a.png", "dir/", "dir/b.png", "dir/sub/c.png", "dir2/b.png", "other/b.txt", "图/一.png"];

    [Fact]
    public async Task One_level_has_its_files_and_folders_in_order_and_not_the_folder_itself()
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, s_keys));
        Assert.Equal(["a.png", "dir/", "dir2/", "other/", "图/"], await PathsAsync(cloud, "", recurse: false));
        Assert.Equal(["dir/b.png", "dir/sub/"], await PathsAsync(cloud, "dir/", recurse: false));
        Assert.Equal(["dir/", "dir2/"], await PathsAsync(cloud, "di", recurse: false));
        Assert.Equal(["dir/b.png", "dir/sub/c.png"], await PathsAsync(cloud, "dir/", recurse: true));
    }

    [Fact]
    public async Task A_row_has_the_properties_of_the_listing()
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, s_keys));
        var files = await cloud.Engine.Files.ByPrefixAsync("env", "图/", recurse: false, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        var file = Assert.Single(files);
        Assert.Equal(
            ("cloud://env.6465-env-1250000000/图/一.png", "图/一.png", "env", Bucket, 5L, "5d41402abc4b2a76b9719d911017c592", new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), false),
            (file.FileId, file.CloudPath, file.EnvironmentId, file.Bucket, file.Length, file.ETag, file.LastModified, file.IsFolder));
    }

    [Theory]
    [InlineData("*.png", false, "a.png")]
    [InlineData("*.png", true, "a.png", "dir/b.png", "dir/sub/c.png", "dir2/b.png", "图/一.png")]
    [InlineData("d*/b.png", false, "dir/b.png", "dir2/b.png")]
    [InlineData("dir/*", false, "dir/b.png", "dir/sub/")]
    [InlineData("dir[2]/*", false, "dir2/b.png")]
    [InlineData("*/*.txt", false, "other/b.txt")]
    [InlineData("图/?.png", false, "图/一.png")]
    public async Task A_pattern_matches_whole_names_of_each_level(string pattern, bool recurse, params string[] expected)
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, s_keys));
        var files = await cloud.Engine.Files.ListAsync(new() { EnvironmentId = "env", Pattern = pattern, Recurse = recurse }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, files.Select(static file => file.CloudPath));
    }

    [Theory]
    [InlineData("D*/b.png", "WxCloud.Storage.NoMatch")]
    [InlineData("dir/none.png", "WxCloud.Object.Missing")]
    [InlineData("/dir/*", "WxCloud.CloudPath.LeadingSlash")]
    public async Task A_pattern_without_a_match_is_an_error(string pattern, string errorId)
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, s_keys));
        var error = await Assert.ThrowsAsync<WxCloudException>(async () =>
            await cloud.Engine.Files.ListAsync(new() { EnvironmentId = "env", Pattern = pattern }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((errorId, pattern), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("", false, false, "dir/", "dir2/", "other/", "图/")]
    [InlineData("", true, false, "dir/", "dir/sub/", "dir2/", "other/", "图/")]
    [InlineData("dir/", true, false, "dir/sub/")]
    [InlineData("di", true, false, "dir/", "dir/sub/", "dir2/")]
    [InlineData("dir", false, true)]
    [InlineData("dir/", true, true, "dir/b.png", "dir/sub/c.png")]
    public async Task Files_and_folders_can_be_listed_apart(string prefix, bool recurse, bool files, params string[] expected)
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, s_keys));
        var query = new ListQuery { EnvironmentId = "env", Prefix = prefix, Recurse = recurse, Kinds = files ? StoredKinds.Files : StoredKinds.Folders };
        var listed = await cloud.Engine.Files.ListAsync(query, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, listed.Select(static file => file.CloudPath));
    }

    [Fact]
    public async Task In_a_shared_bucket_keys_and_cloud_paths_are_translated_both_ways()
    {
        await using var cloud = new ScriptedBucket(request => Serve(request, ["env-1/a.png", "env-1/dir/b.png", "env-2/c.png"]), basePath: "env-1/");
        Assert.Equal(["a.png", "dir/b.png"], await PathsAsync(cloud, "", recurse: true));
        Assert.Equal(["a.png", "dir/"], await PathsAsync(cloud, "", recurse: false));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal("env-1/dir/b.png", bucket.Address.KeyOf("dir/b.png"));
        Assert.Equal("cloud://env.6465-env-1250000000/dir/b.png", bucket.Address.FileIdOf("dir/b.png").Text);
    }

    /// <summary>Answers a listing as COS does, two names a page.</summary>
    private static ScriptedReply Serve(ScriptedRequest request, string[] keys)
    {
        var prefix = ScriptedBucket.Query(request, "prefix") ?? "";
        var delimiter = ScriptedBucket.Query(request, "delimiter");
        var marker = ScriptedBucket.Query(request, "marker") ?? "";
        var names = keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => delimiter is not null && key.IndexOf('/', prefix.Length) is var slash and >= 0 ? key[..(slash + 1)] : key)
            .Distinct()
            .Where(name => string.CompareOrdinal(name, marker) > 0)
            .ToList();
        var page = names.Take(2).ToArray();
        var nextMarker = names.Count > 2 ? page[^1] : null;
        // The marker object of the folder that is listed is an object there.
        return Page(nextMarker, [.. page.Where(IsObject)], [.. page.Where(name => !IsObject(name))]);

        bool IsObject(string name) => delimiter is null || name == prefix || !name.EndsWith('/');
    }

    private static async Task<IEnumerable<string>> PathsAsync(ScriptedBucket cloud, string prefix, bool recurse) =>
        (await cloud.Engine.Files.ByPrefixAsync("env", prefix, recurse, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Select(static file => file.CloudPath);
}
