using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Copy;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud copy</c> and <c>wxcloud move</c>.</summary>
internal static class CopyCommand
{
    public static Command CreateCopy() => Create("copy", Texts.Copy, isMove: false);

    public static Command CreateMove() => Create("move", Texts.Move, isMove: true);

    private static Command Create(string name, string description, bool isMove)
    {
        var sources = new Argument<string[]>("file") { Description = Texts.CopyArgument, Arity = ArgumentArity.OneOrMore };
        var destination = OptionRules.Text("--destination", Texts.CopyDestination);
        destination.Required = true;
        var force = OptionRules.Flag("--force", Texts.CopyForce);
        var command = new Command(name, description) { sources, destination, force };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var options = new CopyOptions { EnvironmentId = context.RequireEnvironment(), Force = parsed.GetValue(force), Move = isMove };
            var target = parsed.GetRequiredValue(destination)!;
            var items = ExpandAsync(context, options.EnvironmentId, parsed.GetRequiredValue(sources), cancellationToken).Select(source => new CopyItem(source, target));
            return context.ReportAsync(meter: null, context.Engine.Copier.CopyAsync(items, options, cancellationToken), ListCommand.Describe, cancellationToken);
        });
    }

    private static async IAsyncEnumerable<string> ExpandAsync(
        CommandContext context,
        string environmentId,
        string[] sources,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var source in context.ReadFileIdsAsync(sources, cancellationToken))
        {
            await using var names = context.Engine.Files.ExpandAsync(environmentId, source, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await context.TryAsync(source, names.MoveNextAsync))
            {
                yield return names.Current;
            }
        }
    }
}
