using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using WxCloud.Cos.Buckets;
using WxCloud.Model.References;
using WxCloud.Orphans;
using Xunit;

namespace WxCloud.Core.Tests.Orphans;

/// <summary>Sorting on disk and going through both sides together finds what comparing everything with everything finds.</summary>
public sealed class OrphanMatcherTests
{
    private static readonly string[] s_parts = ["a", "b", "1", "图", "片", "😀", "\uFF5E", ".png", ".", "-", " ", "/x", "，", "é"];

    private static readonly Gen<string> s_texts = Gen.NonEmptyListOf(Gen.Elements(s_parts)).Select(static parts => string.Concat(parts.Take(6)));

    [Fact]
    public void Files_that_no_name_may_mean_and_names_that_mean_no_file_are_found()
    {
        var cases = from files in Gen.ListOf(s_texts) from names in Gen.ListOf(s_texts) select (Files: files.Distinct().ToList(), Names: names.ToList());
        Prop.ForAll(Arb.From(cases), static one =>
        {
            using var names = new NamedFiles(runBytes: 600);
            foreach (var name in one.Names)
            {
                names.Add(Named(name));
            }

            var files = one.Files.Order(KeyOrder.Instance).Select(static path => new ListedFile(path, 1, null));
            var found = OrphanMatcher.Match(files, names.Read()).ToList();
            var orphans = one.Files.Where(file => !one.Names.Exists(name => Means(name, file)));
            var missing = one.Names.Where(name => !one.Files.Exists(file => Means(name, file)));
            Assert.Equal(orphans.Order(StringComparer.Ordinal), found.Select(static row => row.File?.CloudPath).OfType<string>().Order(StringComparer.Ordinal));
            Assert.Equal(missing.Order(StringComparer.Ordinal), found.Select(static row => row.Name?.Extent).OfType<string>().Order(StringComparer.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Names_of_many_runs_come_back_in_order_with_all_they_hold()
    {
        // Three hundred runs, which are more than may be open at once.
        var texts = Enumerable.Range(0, 3000).Select(static number => $"{number * 7919 % 3001}/图{number}").ToList();
        using var names = new NamedFiles(runBytes: 5000);
        foreach (var text in texts)
        {
            names.Add(Named(text));
        }

        var read = names.Read().ToList();
        Assert.Equal(texts.Order(KeyOrder.Instance), read.Select(static name => name.Extent));
        Assert.All(read, static name => Assert.Equal(
            ("c", $"\"{name.Extent}\"", "p", name.Extent, "other"),
            (name.Place!.Collection, name.Place.DocumentId, name.Place.Property, name.Place.CloudPath, Assert.Single(name.Place.OtherExtents))));
    }

    [Fact]
    public void Another_reading_marks_files_and_is_no_place_of_its_own()
    {
        NamedFile[] names = [new("a.png", Place: null), new("b.png", Place: null)];
        var found = OrphanMatcher.Match([new("a.png", 1, null), new("c.png", 1, null)], names);
        Assert.Equal("c.png", Assert.Single(found).File?.CloudPath);
    }

    [Fact]
    public void A_listing_out_of_order_is_refused()
    {
        using var files = new ListedFiles();
        files.Add(Stored("b"));
        Assert.Equal("WxCloud.Object.ListingBroken", Assert.Throws<WxCloudException>(() => files.Add(Stored("a"))).ErrorId);
    }

    private static WxCloudFile Stored(string path) => new() { FileId = path, CloudPath = path, EnvironmentId = "e", Bucket = "b", Length = 1 };

    private static NamedFile Named(string text) => new(text, new("c", $"\"{text}\"", "p", text, ["other"]));

    private static bool Means(string name, string file) => name.StartsWith(file, StringComparison.Ordinal) && NameEnd.IsPossible(name, file.Length);
}
