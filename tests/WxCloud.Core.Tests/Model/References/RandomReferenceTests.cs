using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WxCloud.Database.References;
using WxCloud.Database.Values;
using WxCloud.Model;
using WxCloud.Model.References;
using Xunit;

namespace WxCloud.Core.Tests.Model.References;

/// <summary>Whatever a file is called and wherever a text or a document names it, it is found there, and its root can be exchanged and exchanged back.</summary>
public sealed class RandomReferenceTests
{
    private const string Bucket = "6465-demo-1a2b3c-1250000000";
    private const string OtherBucket = "6f74-other-7f-1250000001";

    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FileReferences s_references = new("demo-1a2b3c", Bucket);
    private static readonly FileReferences s_others = new("other-7f", OtherBucket);

    private static readonly string[] s_parts =
    [
        "a", "B", "7", "photo", "图", "风景", "é", "😀", ".", "-", "_", " ", "  ", "/", "(1)", "[x]", "&", "&amp;", "'", "\"", "+", "%", "%20", "%2F", "#", "?", "=", ";", ",", "，", "。", "!", "~", "@", "$", "<", ">", "{", "}", ".png", ".tar.gz",
    ];

    private static readonly Gen<string> s_paths = Gen.ListOf(Gen.Elements(s_parts)).Select(static parts => string.Concat(parts)).Where(static path =>
        path.Length > 0 && path[0] != '/' && path[^1] is not ('/' or ' ') && path[0] != ' ' && !path.Contains("//", StringComparison.Ordinal));

    private static readonly (string Name, Func<string, string> Write)[] s_roots =
    [
        ("fileID", static path => $"cloud://demo-1a2b3c.{Bucket}/{path}"),
        ("fileID without account", static path => $"cloud://demo-1a2b3c.6465-demo-1a2b3c/{path}"),
        ("link", static path => $"https://{Bucket}.tcb.qcloud.la/{CloudPath.Escape(path)}"),
        ("signed link", static path => $"https://{Bucket}.tcb.qcloud.la/{CloudPath.Escape(path)}?sign=0123456789abcdef&t=1700000000"),
        ("object host", static path => $"https://{Bucket}.cos.ap-shanghai.myqcloud.com/{CloudPath.Escape(path)}"),
        ("path style", static path => $"https://cos.ap-shanghai.myqcloud.com/{Bucket}/{CloudPath.Escape(path)}"),
        ("emulator", static path => $"http://localhost:9380/{Bucket}.tcb.qcloud.la/{CloudPath.Escape(path)}?sign=0123&t=17"),
    ];

    /// <summary>Contexts that show where a name ends.</summary>
    private static readonly (string Name, Func<string, string> Write)[] s_contexts =
    [
        ("attribute", static text => $"<p>前文 <img src=\"{WebUtility.HtmlEncode(text)}\" alt=\"x\">后文</p>"),
        ("JSON", static text => JsonSerializer.Serialize(new { id = 1, img = text, other = "x" })),
        ("relaxed JSON", static text => JsonSerializer.Serialize(new { id = 1, img = text, other = "x" }, s_relaxed)),
        ("JSON with escaped slashes", static text => JsonSerializer.Serialize(new[] { text, "x" }).Replace("/", "\\/", StringComparison.Ordinal)),
        ("JSON inside JSON", static text => JsonSerializer.Serialize(new { json = JsonSerializer.Serialize(new { img = text }, s_relaxed) }, s_relaxed)),
        ("query", static text => $"/pages/view?src={Uri.EscapeDataString(text)}&id=1"),
        ("query twice", static text => $"u={Uri.EscapeDataString("/pages/view?src=" + Uri.EscapeDataString(text))}"),
    ];

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1500);

    [Fact]
    public void A_name_is_read_where_its_context_ends()
    {
        var cases = from path in s_paths
                    from root in Gen.Elements(s_roots)
                    from context in Gen.Elements(s_contexts)
                    select (Path: path, Root: root, Context: context);
        Prop.ForAll(Arb.From(cases), static one =>
        {
            var text = one.Context.Write(one.Root.Write(one.Path));
            var reference = Assert.Single(s_references.Find(text));
            Assert.True(reference.MayName(one.Path), $"{text} may name {one.Path}");

            // A name that looks like HTML is read as HTML where nothing shows that it is none.
            Assert.True(reference.CloudPath == one.Path || one.Path.Contains("&amp;", StringComparison.Ordinal), $"{one.Context.Name}, {one.Root.Name}: {text} names {one.Path}, not {reference.CloudPath}");
        }).Check(s_config);
    }

    [Fact]
    public void A_name_in_running_text_may_be_meant()
    {
        var cases = from path in s_paths
                    from before in Gen.Elements("", "看", "see ", "x=", "(", "\n", "a,b;")
                    from after in Gen.Elements("", " ", "，谢谢", ". Then", ", and", "请看", ")", "\n", ";")
                    select (Path: path, Text: $"{before}cloud://demo-1a2b3c.{Bucket}/{path}{after}");
        Prop.ForAll(Arb.From(cases), static one =>
        {
            // Where a text does not begin with the reference, these characters end it: rich text escapes them in names.
            if (one.Text[0] == 'c' || one.Path.IndexOfAny(['<', '>', '"']) < 0)
            {
                Assert.True(s_references.Find(one.Text)[0].MayName(one.Path), $"{one.Text} may name {one.Path}");
            }
        }).Check(s_config);
    }

    [Fact]
    public void A_text_that_is_a_fileID_names_its_path()
    {
        var cases = s_paths.Where(static path => path.IndexOfAny(['<', '>', '"']) < 0).Select(static path => path + "x.png");
        Prop.ForAll(Arb.From(cases), static path => Assert.Equal(path, s_references.Find($"cloud://demo-1a2b3c.{Bucket}/{path}")[0].CloudPath)).Check(s_config);
    }

    [Fact]
    public void Roots_are_exchanged_and_exchanged_back()
    {
        var texts = from path in s_paths
                    from root in Gen.Elements(s_roots.Where(static root => root.Name is "fileID" or "link"))
                    from context in Gen.Elements(s_contexts)
                    from after in Gen.Elements("", " ", " 图", "\n")
                    select context.Write(root.Write(path)) + after;
        var cases = Gen.ListOf(texts).Select(static list => string.Concat(list));
        Prop.ForAll(Arb.From(cases), static text =>
        {
            var there = s_references.ReplaceRoots(text, static reference => reference.Kind == FileReferenceKind.FileId ? $"cloud://other-7f.{OtherBucket}/" : $"https://{OtherBucket}.tcb.qcloud.la/");
            Assert.Empty(s_references.Find(there));
            Assert.Equal(s_references.Find(text).Select(static reference => reference.CloudPath), s_others.Find(there).Select(static reference => reference.CloudPath));
            Assert.Equal(text, s_others.ReplaceRoots(there, static reference => reference.Kind == FileReferenceKind.FileId ? $"cloud://demo-1a2b3c.{Bucket}/" : $"https://{Bucket}.tcb.qcloud.la/"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Documents_are_searched_at_any_depth()
    {
        var cases = from paths in Gen.NonEmptyListOf(s_paths).Select(static list => list.Take(30).ToList())
                    from shapes in Gen.ListOf(Gen.Choose(0, 3), paths.Count)
                    select (Paths: (IReadOnlyList<string>)[.. paths], Shapes: (IReadOnlyList<int>)[.. shapes]);
        Prop.ForAll(Arb.From(cases), static one =>
        {
            object? value = null;
            for (var i = 0; i < one.Paths.Count; i++)
            {
                var text = $"cloud://demo-1a2b3c.{Bucket}/{one.Paths[i]}";
                value = one.Shapes[i] switch
                {
                    0 => new List<object?> { text, value, 1, null },
                    1 => new DocumentFields { { "inner", value }, { "img", text }, { "count", 2L } },
                    2 => new DocumentFields { { text, new List<object?> { value } } },
                    _ => new DocumentFields { { "json", JsonSerializer.Serialize(new { text }) }, { "rest", value } },
                };
            }

            var document = new DocumentFields { { "_id", "x" }, { "body", value } };
            var references = new DocumentReferences(s_references);
            var found = references.Find(document).ToList();
            Assert.All(one.Paths, path => Assert.Contains(found, place => place.Reference.MayName(path)));
            Assert.All(found, static place => Assert.StartsWith("body", place.Property, StringComparison.Ordinal));

            var there = references.ReplaceRoots(document, static _ => $"cloud://other-7f.{OtherBucket}/");
            Assert.Empty(references.Find(there));
            var back = new DocumentReferences(s_others).ReplaceRoots(there, static _ => $"cloud://demo-1a2b3c.{Bucket}/");
            Assert.Equal(DocumentJson.Write(document), DocumentJson.Write(back));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void The_place_of_a_reference_is_its_path_in_the_document()
    {
        var document = DocumentJson.ReadDocument($$$"""{"_id":"1","detail":{"images":[{"url":"x"},{"url":"cloud://demo-1a2b3c.{{{Bucket}}}/a.png"}]}}""", "test");
        Assert.Equal("detail.images[1].url", Assert.Single(new DocumentReferences(s_references).Find(document)).Property);
        Assert.Same(document, new DocumentReferences(s_others).ReplaceRoots(document, static _ => "cloud://x.y/"));
    }
}
