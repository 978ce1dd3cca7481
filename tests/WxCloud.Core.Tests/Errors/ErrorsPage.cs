using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using WxCloud.Api;
using WxCloud.Errors;

namespace WxCloud.Core.Tests.Errors;

/// <summary>The page about_WxCloud_Errors in one language, made from the tables that the engine itself uses.</summary>
internal sealed class ErrorsPage
{
    private readonly CultureInfo _culture;
    private readonly ErrorsPageWords _words;

    public ErrorsPage(string culture)
    {
        _culture = CultureInfo.GetCultureInfo(culture);
        _words = culture == "zh-CN" ? ErrorsPageWords.Chinese : ErrorsPageWords.English;
        File = Path.Combine(Root, "docs", culture == "zh-CN" ? "zh-CN" : "", "about_WxCloud_Errors.md");
    }

    public string File { get; }

    /// <summary>One error of the engine for each way in which it is made.</summary>
    public static IReadOnlyList<WxCloudException> EngineErrors() =>
        [
            .. typeof(Error).GetMethods(BindingFlags.Static | BindingFlags.Public)
                .Where(static method => method.ReturnType == typeof(WxCloudException))
                .Select(static method => (WxCloudException)method.Invoke(null, [.. method.GetParameters().Select(SampleOf)])!)
                .DistinctBy(static error => error.ErrorId)
                .OrderBy(static error => error.ErrorId, StringComparer.Ordinal),
        ];

    public string Render()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = _culture;
        try
        {
            var page = new StringBuilder(_words.Head);
            page.Append("## ").AppendLine(_words.Service).AppendLine();
            page.AppendLine(_words.ServiceHeader).AppendLine("|---|---|---|---|---|---|");
            foreach (var error in ServiceErrors.All)
            {
                Row(page, $"`WxCloud.{error.Reason}`", Numbers(error), error.Category.ToString(), _words.Retry(error.RetryAdvice), WithAddress(Text(error.Reason)), WithAddress(Action(error.Reason)));
            }

            page.AppendLine().Append("## ").AppendLine(_words.Engine).AppendLine();
            page.AppendLine(_words.EngineHeader).AppendLine("|---|---|---|---|");
            foreach (var error in EngineErrors())
            {
                var reason = error.ErrorId[WxCloudException.IdPrefix.Length..];
                Row(page, $"`{error.ErrorId}`", error.Category.ToString(), Text(reason), Action(reason));
            }

            return page.Replace("\r", "").ToString();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>The folder of the solution, found from where the tests run.</summary>
    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!folder.EnumerateFiles("WxCloud.psd1").Any() || !folder.EnumerateFiles("Directory.Build.props").Any())
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
            }

            return folder.FullName;
        }
    }

    private static void Row(StringBuilder page, params string[] cells) => page.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static string Numbers(ServiceError error) =>
        string.Join(", ", error.Errcodes.OrderDescending().Select(static errcode => errcode.ToString(CultureInfo.InvariantCulture)).Concat(error.Names.Select(static name => $"`{name}`")));

    private static string Text(string key) => Plain(Messages.Find(key)!)
        .Replace("{0} (errcode {1}{2})", "…", StringComparison.Ordinal)
        .Replace("{0}（errcode {1}{2}）", "…", StringComparison.Ordinal);

    private static string Action(string key) => Plain(Messages.Find(key + ".Action") ?? "");

    /// <summary>The fourth value of the service's errors is the address that the service saw.</summary>
    private static string WithAddress(string text) => text.Replace("{3}", "IP", StringComparison.Ordinal);

    /// <summary>The placeholder of a value, with nothing that Markdown would interpret.</summary>
    private static string Plain(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static object? SampleOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "x",
        var type when type == typeof(Exception) => new IOException("x"),
        var type when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };
}

/// <summary>The text around the tables.</summary>
internal sealed record ErrorsPageWords(string Head, string Service, string ServiceHeader, string Engine, string EngineHeader, Func<RetryAdvice, string> Retry)
{
    public static ErrorsPageWords English { get; } = new(
        """
        # about_WxCloud_Errors

        The errors of WxCloud: what they mean and what to do.

        Every error has a stable id, the same in every language: `FullyQualifiedErrorId` in PowerShell, `errorId` with `--json`.
        Scripts should look at the id, the category or the errcode, never at the text. An error that came from the service
        carries its errcode and, where the service gave one, the request id by which its support finds the call.

        An error about one item, a local path or a fileID, has the item as its target, and its message begins with the item as
        it was given: `a.txt: The file or folder does not exist.` Host, route and request id follow in brackets. The tables show
        the part between.

        `{0}`, `{1}` stand for what the message names. This page is made from the tables of the engine; do not edit it.


        """,
        "Errors of the service",
        "| Id | errcode | Category | Tried again | Message | What to do |",
        "Errors of the engine",
        "| Id | Category | Message | What to do |",
        static remedy => remedy switch
        {
            RetryAdvice.TryAgain => "yes",
            RetryAdvice.TryOnceMore => "once",
            RetryAdvice.RenewToken => "once, with a new token",
            RetryAdvice.RenewTicket => "with a new link or ticket",
            _ => "no",
        });

    public static ErrorsPageWords Chinese { get; } = new(
        """
        # about_WxCloud_Errors

        WxCloud 的错误、含义和处理办法。

        每个错误都有固定的标识，各语言相同：在 PowerShell 中是 `FullyQualifiedErrorId`，在 `--json` 输出中是 `errorId`。
        脚本应判断标识、类别或 errcode，不要判断文字。来自服务的错误带有 errcode；服务给出请求 ID 时也会带上，客服据此查找该请求。

        与某一项（本地路径或 fileID）有关的错误以该项为目标，消息以给出的该项开头：`a.txt: 文件或文件夹不存在。`主机、接口和请求 ID
        列在其后的括号中。下表只列出中间部分。

        `{0}`、`{1}` 代表消息中的具体内容。本页由引擎中的表格生成，请勿手工修改。


        """,
        "服务返回的错误",
        "| 标识 | errcode | 类别 | 自动重试 | 消息 | 处理办法 |",
        "引擎的错误",
        "| 标识 | 类别 | 消息 | 处理办法 |",
        static remedy => remedy switch
        {
            RetryAdvice.TryAgain => "是",
            RetryAdvice.TryOnceMore => "一次",
            RetryAdvice.RenewToken => "换新令牌后一次",
            RetryAdvice.RenewTicket => "换新链接或凭据后",
            _ => "否",
        });
}
