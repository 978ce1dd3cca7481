using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Environments;

/// <summary>What the commands of backups share.</summary>
internal static class BackupOptionRules
{
    /// <summary>The folder of a backup.</summary>
    public static Argument<string> Folder(Command command)
    {
        var folder = new Argument<string>("folder") { Description = Texts.BackupFolder };
        command.Arguments.Add(folder);
        command.Validators.Add(result =>
        {
            if (result.GetResult(folder) is { Tokens: [{ Value: "" }] })
            {
                result.AddError(Texts.MayNotBeEmpty(folder.Name));
            }
        });
        return folder;
    }

    /// <summary>An option that may be given several times, each time with a text.</summary>
    public static Option<string[]> Names(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError(Texts.MayNotBeEmpty(name));
            }
        });
        return option;
    }
}
