using System;
using System.CommandLine;
using System.IO;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands;

/// <summary>
/// <c>wxcloud completion</c>: prints the script that makes a shell complete the command line. The scripts call the program with the
/// directive <c>[suggest]</c>, which System.CommandLine answers from the commands themselves.
/// </summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = Texts.ShellArgument };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", Texts.Completion) { shell };
        command.SetAction(parsed => Console.Out.Write(ReadScript(parsed.GetRequiredValue(shell))));
        return command;
    }

    private static string ReadScript(string shell)
    {
        using var reader = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"WxCloud.Cli.Completion.wxcloud.{shell}")!);
        return reader.ReadToEnd();
    }
}
