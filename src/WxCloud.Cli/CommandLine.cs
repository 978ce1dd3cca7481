using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Commands;
using WxCloud.Cli.Commands.Database;
using WxCloud.Cli.Commands.Environments;
using WxCloud.Cli.Commands.Storage;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;

namespace WxCloud.Cli;

/// <summary>The <c>wxcloud</c> command: its subcommands, and how one of them is found and run.</summary>
internal static class CommandLine
{
    /// <summary>In fewer columns the parser's help wraps its text without end.</summary>
    private const int MinHelpWidth = 40;

    /// <summary>No argument is read as the name of a file with more arguments: <c>upload *</c> expands to any file name.</summary>
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Signals are handled by <see cref="Interruption"/>; failures end in exit codes.</summary>
    private static readonly InvocationConfiguration s_invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static RootCommand Create()
    {
        var root = new RootCommand(Texts.Program)
        {
            UploadCommand.Create(),
            DownloadCommand.Create(),
            UrlCommand.Create(),
            DeleteCommand.Create(),
            ListCommand.Create(),
            CopyCommand.CreateCopy(),
            CopyCommand.CreateMove(),
            DbCommand.Create(),
            InvokeCommand.Create(),
            LoginCommand.Create(),
            SyncCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            OrphansCommand.Create(),
            DuCommand.Create(),
            BenchCommand.Create(),
            TokenCommand.Create(),
            EmulatorCommand.Create(),
            CompletionCommand.Create(),
        };

        // The other aliases are also names of files.
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Description = Texts.Help;
        root.Options.OfType<VersionOption>().Single().Description = Texts.Version;
        return root;
    }

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken = default)
    {
        try
        {
            var (parsed, errors) = Parse(arguments);

            if (parsed.Action is HelpAction help)
            {
                help.MaxWidth = Math.Max(MinHelpWidth, help.MaxWidth);
            }

            // A line that is being completed is not complete yet.
            return errors.Count == 0 || IsCompletion(parsed) ? await parsed.InvokeAsync(s_invocation, cancellationToken) : Explain(parsed, errors);
        }
        catch (OutputUnavailableException e)
        {
            Console.Error.WriteLine($"wxcloud: {e.Message}");
            return ExitCodes.ItemsFailed;
        }
    }

    /// <summary>Reads a command line and finds what is wrong with it.</summary>
    internal static (ParseResult Parsed, IReadOnlyList<string> Errors) Parse(string[] arguments)
    {
        var parsed = Create().Parse(arguments, s_parser);
        return (parsed, [.. FindErrors(parsed), .. FindUnknownOptions(parsed), .. FindValuesOfFlags(parsed, arguments)]);
    }

    /// <summary>For a command that does not exist, the parser also reports that none was given.</summary>
    private static IEnumerable<string> FindErrors(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var first, ..]
            ? [first.StartsWith('-') ? Texts.UnknownOption(first) : Texts.UnknownCommand(first)]
            : parsed.Errors.Select(static error => error.Message);

    private static bool IsCompletion(ParseResult parsed) =>
        parsed.RootCommandResult.Command is RootCommand root && root.Directives.OfType<SuggestDirective>().Any(directive => parsed.GetResult(directive) is not null);

    /// <summary>An unknown name with a hyphen before <c>--</c> is a mistake; after it, it is a value.</summary>
    private static IEnumerable<string> FindUnknownOptions(ParseResult parsed)
    {
        var values = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.Tokens
            .TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && values.Contains(token))
            .Select(static token => Texts.UnknownOption(token.Value));
    }

    /// <summary>The parser reads the value in <c>--recurse=false</c> as another path.</summary>
    private static IEnumerable<string> FindValuesOfFlags(ParseResult parsed, string[] arguments) =>
        from argument in arguments.TakeWhile(static argument => argument != "--")
        from option in parsed.CommandResult.Command.Options
        where option.Arity.MaximumNumberOfValues == 0
            && argument.Length > option.Name.Length
            && argument.StartsWith(option.Name, StringComparison.Ordinal)
            && argument[option.Name.Length] is '=' or ':'
        select Texts.TakesNoValue(option.Name);

    private static int Explain(ParseResult parsed, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"wxcloud: {error}");
        }

        var command = parsed.CommandResult.Command;
        Console.Error.WriteLine(Texts.Try(command is RootCommand ? "wxcloud --help" : $"wxcloud {PathOf(command)} --help"));
        return ExitCodes.WrongUsage;
    }

    /// <summary>The names that lead to a command, such as <c>db query</c>.</summary>
    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(static parent => parent is not RootCommand) is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
