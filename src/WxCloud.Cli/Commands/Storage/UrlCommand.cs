using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud url</c>.</summary>
internal static class UrlCommand
{
    /// <summary>The default of the service's web console, in seconds.</summary>
    private const int DefaultMaxAge = 86400;

    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var maxAge = new Option<int>("--max-age") { Description = Texts.MaxAge, DefaultValueFactory = static _ => DefaultMaxAge }.Between(1, int.MaxValue);
        var command = new Command("url", Texts.Url) { fileIds, maxAge };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var links = context.Engine.Lists.GetLinksAsync(
                context.RequireEnvironment(),
                context.ReadFileIdsAsync(parsed.GetRequiredValue(fileIds), cancellationToken),
                parsed.GetValue(maxAge),
                cancellationToken);
            return context.ReportAsync(meter: null, links, static link => new Row(Label: null, link.Url), cancellationToken);
        });
    }
}
