using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var patterns = new Argument<string[]>("cloudPath") { Description = Texts.ListArgument, Arity = ArgumentArity.ZeroOrMore };
        var prefix = OptionRules.Text("--prefix", Texts.ListPrefix);
        var recurse = OptionRules.Flag("--recurse", Texts.ListRecurse);
        var directory = OptionRules.Flag("--directory", Texts.ListDirectory);
        var file = OptionRules.Flag("--file", Texts.ListFile);
        var command = new Command("list", Texts.List) { patterns, prefix, recurse, directory, file };
        command.Exclude(directory, file);
        command.Validators.Add(result =>
        {
            if (result.GetResult(prefix) is not null && result.GetResult(patterns) is { Tokens.Count: > 0 })
            {
                result.AddError(Texts.ExcludeEachOther(prefix.Name, patterns.Name));
            }
        });
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var query = new ListQuery
            {
                EnvironmentId = context.RequireEnvironment(),
                Prefix = parsed.GetValue(prefix) ?? string.Empty,
                Recurse = parsed.GetValue(recurse),
                Kinds = parsed.GetValue(directory) ? StoredKinds.Folders : parsed.GetValue(file) ? StoredKinds.Files : StoredKinds.Both,
            };
            var given = parsed.GetValue(patterns) ?? [];
            var listed = given.Length == 0
                ? ListAsync(context, query, query.Prefix.Length == 0 ? query.EnvironmentId : query.Prefix, cancellationToken)
                : given.ToAsyncEnumerable().SelectMany(name => ListAsync(context, query with { Pattern = name }, name, cancellationToken));
            return context.ReportAsync(meter: null, listed, Describe, cancellationToken);
        });
    }

    /// <summary>The size, the time and the path of a stored file.</summary>
    public static Row Describe(WxCloudFile file) => new(
        file.IsFolder ? Texts.Folder : Sizes.Format(file.Length),
        $"{file.LastModified?.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),16}  {file.CloudPath}");

    /// <summary>What a listing gives until it ends or fails: a failure is that of its item, and the next pattern is listed.</summary>
    private static async IAsyncEnumerable<Outcome<string, WxCloudFile>> ListAsync(
        CommandContext context,
        ListQuery query,
        string item,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.Pattern?.StartsWith("cloud://", StringComparison.Ordinal) == true)
        {
            await foreach (var found in context.Engine.Stored.GetAsync(query.EnvironmentId, new[] { item }.ToAsyncEnumerable(), cancellationToken))
            {
                yield return found;
            }

            yield break;
        }

        await using var files = context.Engine.Files.ListAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            WxCloudException? failure = null;
            try
            {
                if (!await files.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                failure = e;
            }

            if (failure is not null)
            {
                yield return new(item, failure);
                yield break;
            }

            yield return new(item, files.Current);
        }
    }
}
