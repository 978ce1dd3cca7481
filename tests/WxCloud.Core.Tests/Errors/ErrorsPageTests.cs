using System;
using System.IO;
using System.Linq;
using WxCloud.Api;
using WxCloud.Errors;
using Xunit;

namespace WxCloud.Core.Tests.Errors;

public sealed class ErrorsPageTests
{
    /// <summary>Set to write the pages instead of comparing them.</summary>
    private const string Regenerate = "WXCLOUD_WRITE_DOCS";

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-CN")]
    public void The_page_of_errors_matches_the_engine(string culture)
    {
        var page = new ErrorsPage(culture);
        if (Environment.GetEnvironmentVariable(Regenerate) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page.File)!);
            File.WriteAllText(page.File, page.Render());
        }

        Assert.True(File.Exists(page.File), $"{page.File} is missing: run this test with {Regenerate}=1.");
        Assert.True(
            File.ReadAllText(page.File).Replace("\r", "", StringComparison.Ordinal) == page.Render(),
            $"{page.File} differs from the tables: run this test with {Regenerate}=1 and commit the page.");
    }

    [Fact]
    public void Every_error_has_a_recommended_action()
    {
        var reasons = ServiceErrors.All.Select(static error => error.Reason)
            .Concat(ErrorsPage.EngineErrors().Select(static error => error.ErrorId[WxCloudException.IdPrefix.Length..]));
        Assert.DoesNotContain(reasons, static reason => Messages.Find(reason + ".Action") is null);
    }
}
