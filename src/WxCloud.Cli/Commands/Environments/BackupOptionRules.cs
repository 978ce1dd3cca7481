using System;
using System.CommandLine;
using System.Linq;
using WxCloud.Backups.Format;
using WxCloud.Cli.Parsing;
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

    /// <summary>Adds the options that leave out documents or files; what is left out cannot be chosen.</summary>
    /// <returns>Reads what is left.</returns>
    public static Func<ParseResult, BackupScope> Scope(Command command, Option prefix, Option collection)
    {
        var filesOnly = OptionRules.Flag("--files-only", Texts.FilesOnly);
        var documentsOnly = OptionRules.Flag("--documents-only", Texts.DocumentsOnly);
        command.Options.Add(filesOnly);
        command.Options.Add(documentsOnly);
        command.Exclude(filesOnly, documentsOnly);
        command.Exclude(filesOnly, collection);
        command.Exclude(documentsOnly, prefix);
        return parsed => parsed.GetValue(filesOnly) ? BackupScope.Files : parsed.GetValue(documentsOnly) ? BackupScope.Documents : BackupScope.All;
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
