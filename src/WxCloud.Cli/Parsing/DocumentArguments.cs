using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cli.Parsing;

/// <summary>Documents as a command receives them: JSON as arguments, or with <c>-</c> JSON Lines from standard input.</summary>
internal static class DocumentArguments
{
    private const string StandardInput = "-";

    /// <summary>Reads lazily. Each document is named by its number, for errors; one that cannot be read is one error.</summary>
    public static async IAsyncEnumerable<Outcome<string, NewDocument>> ReadAsync(string[] arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var argument in arguments)
        {
            if (argument != StandardInput)
            {
                foreach (var document in Parse(argument, ref count))
                {
                    yield return document;
                }

                continue;
            }

            var lines = new InputLines(StandardStreams.OpenInput() ?? throw new InputUnavailableException(Texts.InputClosed));
            await foreach (var line in lines.ReadAsync(cancellationToken))
            {
                if (line.Text is { Length: 0 })
                {
                    continue;
                }

                foreach (var document in Parse(line.Text ?? line.Shown, ref count))
                {
                    yield return document;
                }
            }
        }
    }

    private static List<Outcome<string, NewDocument>> Parse(string json, ref int count)
    {
        var documents = new List<Outcome<string, NewDocument>>();
        try
        {
            var value = DocumentJson.Read(json, Texts.Document);
            foreach (var item in value as IReadOnlyList<object?> ?? [value])
            {
                documents.Add(Make(item, Name(ref count)));
            }
        }
        catch (WxCloudException e)
        {
            documents.Add(new(Name(ref count), e));
        }

        return documents;
    }

    private static Outcome<string, NewDocument> Make(object? value, string name)
    {
        try
        {
            return new(name, NewDocument.Of(value as DocumentFields ?? throw Error.NotADocument(Texts.Document)));
        }
        catch (WxCloudException e)
        {
            return new(name, e);
        }
    }

    private static string Name(ref int count) => $"{Texts.Document} {(++count).ToString(CultureInfo.InvariantCulture)}";
}
