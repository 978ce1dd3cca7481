using System;
using System.Linq;
using WxCloud.Model.References;
using Xunit;

namespace WxCloud.Core.Tests.Model.References;

public sealed class FileReferencesTests
{
    private const string Bucket = "6465-demo-1a2b3c-1250000000";
    private const string Root = $"cloud://demo-1a2b3c.{Bucket}/";

    private static readonly FileReferences s_references = new("demo-1a2b3c", Bucket);

    [Theory]
    [InlineData($"{Root}dir/a.png", "dir/a.png")]
    [InlineData("cloud://demo-1a2b3c.6465-demo-1a2b3c/a.png", "a.png")]
    [InlineData($"{Root}图片/风景 (1).jpg", "图片/风景 (1).jpg")]
    [InlineData($"{Root}a&amp;b%20c.png", "a&amp;b%20c.png")]
    [InlineData($"https://{Bucket}.tcb.qcloud.la/%E5%9B%BE/a%20b.png", "图/a b.png")]
    [InlineData($"https://{Bucket}.tcb.qcloud.la/图/a b.png", "图/a b.png")]
    [InlineData($"https://{Bucket}.tcb.qcloud.la/a.png?sign=0123&t=17", "a.png")]
    [InlineData($"https://{Bucket}.cos.ap-shanghai.myqcloud.com/a.png", "a.png")]
    [InlineData($"https://{Bucket}.cos.ap-shanghai.tencentcos.cn/a.png#x", "a.png")]
    [InlineData($"https://cos.ap-shanghai.myqcloud.com/{Bucket}/a.png", "a.png")]
    [InlineData($"http://127.0.0.1:9380/{Bucket}.tcb.qcloud.la/a.png?sign=0123&t=17", "a.png")]
    [InlineData($"http://[::1]:9380/{Bucket}/a.png", "a.png")]
    [InlineData($"HTTPS://{Bucket}.TCB.qcloud.la/A.png", "A.png")]
    [InlineData($"//{Bucket}.tcb.qcloud.la/a.png", "a.png")]
    [InlineData($"{Bucket}.tcb.qcloud.la/a.png", "a.png")]
    public void A_text_that_is_one_reference_names_its_path(string text, string path)
    {
        var reference = Assert.Single(s_references.Find(text));
        Assert.Equal((0, text.Length, path), (reference.Position, reference.Length, reference.CloudPath));
        Assert.True(reference.MayName(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.png")]
    [InlineData(Root)]
    [InlineData("cloud://other-env.6465-demo-1a2b3c-1250000000/a.png")]
    [InlineData("cloud://demo-1a2b3c/a.png")]
    [InlineData("https://example.com/a.png")]
    [InlineData($"https://{Bucket}.tcb.qcloud.la")]
    [InlineData($"https://example.com/?bucket={Bucket}")]
    [InlineData($"https://x{Bucket}.tcb.qcloud.la/a.png")]
    [InlineData($"https://static-{Bucket}.tcb.qcloud.la/a.png")]
    [InlineData("https://6465-demo-1a2b3c-12500000001.tcb.qcloud.la/a.png")]
    public void A_text_about_something_else_has_no_reference(string text) => Assert.Empty(s_references.Find(text));

    [Theory]
    [InlineData($"看这里：{Root}图.png，谢谢", $"{Root}图.png", "图.png")]
    [InlineData($"See {Root}a.png.", $"{Root}a.png", "a.png")]
    [InlineData($"See {Root}a.png, then more", $"{Root}a.png", "a.png")]
    [InlineData($"(see {Root}a(1).png)", $"{Root}a(1).png", "a(1).png")]
    [InlineData($"![x]({Root}a b.png)", $"{Root}a b.png", "a b.png")]
    [InlineData($"<img src=\"{Root}a b&amp;c.png\" alt=\"\">", $"{Root}a b&amp;c.png", "a b&c.png")]
    [InlineData($"<img src='{Root}a\"b.png'>", $"{Root}a\"b.png", "a\"b.png")]
    [InlineData($"<img src={Root}a.png>", $"{Root}a.png", "a.png")]
    [InlineData($"&lt;img src=&quot;{Root}a b.png&quot;&gt;", $"{Root}a b.png", "a b.png")]
    [InlineData($"background:url({Root}a.png)", $"{Root}a.png", "a.png")]
    [InlineData($"/pages/view?img={Root}a.png&id=1", $"{Root}a.png", "a.png")]
    [InlineData($$"""{"img":"{{Root}}\u56fe\u0026.png"}""", $"{Root}\\u56fe\\u0026.png", "图&.png")]
    [InlineData(@"{""img"":""cloud:\/\/demo-1a2b3c.6465-demo-1a2b3c-1250000000\/dir\/a b.png""}", @"cloud:\/\/demo-1a2b3c.6465-demo-1a2b3c-1250000000\/dir\/a b.png", "dir/a b.png")]
    [InlineData($$"""{"json":"{\"img\":\"{{Root}}a b.png\"}"}""", $"{Root}a b.png", "a b.png")]
    [InlineData("/pages/view?img=cloud%3A%2F%2Fdemo-1a2b3c.6465-demo-1a2b3c-1250000000%2Fdir%2F%E5%9B%BE.png&id=1", "cloud%3A%2F%2Fdemo-1a2b3c.6465-demo-1a2b3c-1250000000%2Fdir%2F%E5%9B%BE.png", "dir/图.png")]
    [InlineData("x?u=https%3A%2F%2F6465-demo-1a2b3c-1250000000.tcb.qcloud.la%2Fa%2520b.png%3Fsign%3D1&y", "https%3A%2F%2F6465-demo-1a2b3c-1250000000.tcb.qcloud.la%2Fa%2520b.png%3Fsign%3D1", "a b.png")]
    [InlineData($"<a href=\"https://{Bucket}.tcb.qcloud.la/a.png?sign=1&amp;t=2\">", $"https://{Bucket}.tcb.qcloud.la/a.png?sign=1&amp;t=2", "a.png")]
    public void A_reference_inside_a_text_ends_where_its_context_ends(string text, string spelled, string path)
    {
        var reference = Assert.Single(s_references.Find(text));
        Assert.Equal((spelled, path), (text.Substring(reference.Position, reference.Length), reference.CloudPath));
        Assert.True(reference.MayName(path));
    }

    [Fact]
    public void Several_references_are_found_in_their_order()
    {
        var found = s_references.Find($"{Root}a.png,{Root}b.png;https://{Bucket}.tcb.qcloud.la/c.png {Root}d.png");
        Assert.Equal(["a.png", "b.png", "c.png", "d.png"], found.Select(static reference => reference.CloudPath));
        Assert.All(found, static reference => Assert.True(reference.MayName(reference.CloudPath)));
    }

    [Theory]
    [InlineData($"照片{Root}a.png请看", "a.png")]
    [InlineData($"x {Root}my photo.png and more", "my photo.png")]
    [InlineData($"x {Root}a, b.png.", "a, b.png")]
    [InlineData($"{Root}a.png/small", "a.png")]
    [InlineData($"https://{Bucket}.tcb.qcloud.la/a.png!thumb", "a.png")]
    [InlineData($"x {Root}a.png.Then", "a.png")]
    [InlineData($"{Root}%E5%9B%BE.png", "图.png")]
    public void A_name_that_is_possible_counts_as_named(string text, string path) =>
        Assert.True(Assert.Single(s_references.Find(text)).MayName(path));

    [Theory]
    [InlineData($"{Root}a.png.bak", "a.png")]
    [InlineData($"{Root}a10.png", "a1")]
    [InlineData($"{Root}a/b.png", "a")]
    [InlineData($"{Root}a-b.png", "a")]
    [InlineData($"{Root}a.png", "a.pn")]
    [InlineData($"{Root}a.png", "A.png")]
    public void The_beginning_of_a_longer_name_is_not_named(string text, string path) =>
        Assert.False(Assert.Single(s_references.Find(text)).MayName(path));

    [Fact]
    public void A_shared_bucket_is_divided_by_its_base_path()
    {
        var references = new FileReferences("demo-1a2b3c", Bucket, "team/one/");
        var reference = Assert.Single(references.Find($"https://{Bucket}.cos.ap-shanghai.myqcloud.com/team/one/a.png"));
        Assert.Equal("a.png", reference.CloudPath);
        Assert.Empty(references.Find($"https://{Bucket}.cos.ap-shanghai.myqcloud.com/team/two/a.png"));
        Assert.Equal("a.png", Assert.Single(references.Find($"https://{Bucket}.tcb.qcloud.la/a.png")).CloudPath);
    }

    [Fact]
    public void A_domain_of_the_owners_is_recognised_when_it_is_given()
    {
        const string Text = "https://img.example.com/a%20b.png";
        Assert.Empty(s_references.Find(Text));
        Assert.Equal("a b.png", Assert.Single(new FileReferences("demo-1a2b3c", Bucket, domains: ["img.example.com"]).Find(Text)).CloudPath);
    }

    [Theory]
    [InlineData($"<img src=\"{Root}a b.png\">", "<img src=\"cloud://other.bucket/a b.png\">")]
    [InlineData(@"{""a"":""cloud:\/\/demo-1a2b3c.6465-demo-1a2b3c\/x\/y.png""}", @"{""a"":""cloud:\/\/other.bucket\/x\/y.png""}")]
    [InlineData("u=cloud%3a%2f%2fdemo-1a2b3c.6465-demo-1a2b3c%2fa.png", "u=cloud%3a%2f%2fother.bucket%2fa.png")]
    [InlineData($"x https://{Bucket}.tcb.qcloud.la/a.png?sign=1&t=2 y", "x https://other.example/a.png y")]
    [InlineData($"x https://{Bucket}.tcb.qcloud.la/a.png?imageView2/1 y", "x https://other.example/a.png?imageView2/1 y")]
    public void Another_root_is_spelled_like_the_one_before(string text, string changed) =>
        Assert.Equal(changed, s_references.ReplaceRoots(text, static reference => reference.Kind == FileReferenceKind.FileId ? "cloud://other.bucket/" : "https://other.example/"));

    [Fact]
    public void A_text_without_change_stays_the_same_object()
    {
        const string Text = $"see {Root}a.png";
        Assert.Same(Text, s_references.ReplaceRoots(Text, static _ => null));
    }

    [Fact]
    public void A_long_text_is_read_in_time_that_grows_with_its_length()
    {
        // A hundred thousand beginnings that lead to nothing, and one reference at the end.
        var text = string.Concat(Enumerable.Repeat("cloud://demo-1a2b3c.x https://cos.ap/6465-demo ", 100_000)) + Root + "a.png";
        var elapsed = System.Diagnostics.Stopwatch.StartNew();
        Assert.Single(s_references.Find(text));
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(30), $"It took {elapsed.Elapsed}.");
    }
}
