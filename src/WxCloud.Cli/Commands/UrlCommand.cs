using System.CommandLine;
using WxCloud.Cli.Display;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud url</c>.</summary>
internal static class UrlCommand
{
    /// <summary>As the container page of the service has it.</summary>
    private const int DefaultMaxAge = 86400;

    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var maxAge = new Option<int>("--max-age") { Description = "The lifetime of a link in seconds.", DefaultValueFactory = static _ => DefaultMaxAge }.Between(1, int.MaxValue);
        var command = new Command("url", "Gets temporary URLs for files.") { fileIds, maxAge };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(
            parsed,
            (services, context, token) => CommandRunner.ReportAsync(
                context,
                meter: null,
                services.Lists.GetLinksAsync(
                    context.RequireEnvironment(),
                    FileIdArguments.ReadAsync(parsed.GetRequiredValue(fileIds)),
                    parsed.GetValue(maxAge),
                    token),
                static link => new Row(Label: null, link.Url),
                token),
            cancellationToken));
        return command.WithConnection();
    }
}
