using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Display;

/// <summary>The language of the messages follows the locale, with ICU and without.</summary>
public sealed class LanguageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zh_CN.UTF-8", "不是 fileID")]
    [InlineData("en_US.UTF-8", "is not a fileID")]
    [InlineData("C", "is not a fileID")]
    public async Task Messages_are_in_the_language_of_the_locale(string locale, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a language for each user, not a locale.");
        var program = new CommandLineProgram(new("http://127.0.0.1:9/"), _folder.Path);
        var run = await program.RunAsync(["url", "foo"], environment: new Dictionary<string, string?> { ["LC_ALL"] = null, ["LC_MESSAGES"] = null, ["LANG"] = locale });
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", null, null, true)]
    [InlineData(null, "zh_SG@modifier", "en_US", true)]
    [InlineData("", null, "zh", true)]
    [InlineData("en_US.UTF-8", "zh_CN", "zh_CN", false)]
    [InlineData(null, null, "zh_TW.UTF-8", false)]
    [InlineData(null, null, "zhuang", false)]
    [InlineData(null, null, null, false)]
    public void The_first_variable_that_is_set_decides(string? all, string? messages, string? lang, bool expected)
    {
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang };
        Assert.Equal(expected, UserLanguage.IsChinese(name => variables[name]));
    }
}
