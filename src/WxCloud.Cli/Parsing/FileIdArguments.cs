using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;

namespace WxCloud.Cli.Parsing;

/// <summary>FileIDs as a command receives them: as arguments, or with <c>-</c> from standard input.</summary>
internal static class FileIdArguments
{
    private const string StandardInput = "-";

    /// <summary>The names under which lists have a fileID: this product's output, PowerShell's objects, the service's replies.</summary>
    private static readonly string[] s_properties = ["fileId", "FileId", "fileID"];

    public static Argument<string[]> Create() => new("fileID") { Description = Texts.FileIdArgument, Arity = ArgumentArity.OneOrMore };

    /// <summary>Reads lazily, so that the work on a long list begins at once.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="reportUnreadable">Receives the escaped text of each line without a fileID; the others are processed.</param>
    /// <param name="cancellationToken">Cancels waiting for input.</param>
    /// <exception cref="InputUnavailableException">Standard input is closed or cannot be read.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(
        string[] arguments,
        Action<string> reportUnreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var argument in arguments)
        {
            if (argument != StandardInput)
            {
                yield return argument;
                continue;
            }

            var lines = new InputLines(StandardStreams.OpenInput() ?? throw new InputUnavailableException(Texts.InputClosed));
            await foreach (var line in lines.ReadAsync(cancellationToken))
            {
                if (line.Text is { } text && FileIdOf(text) is { } fileId)
                {
                    yield return fileId;
                }
                else if (line.Text != "")
                {
                    reportUnreadable(line.Shown);
                }
            }
        }
    }

    /// <summary>
    /// The fileID of a line, which is one itself or a JSON object with one; <see langword="null"/> when it is neither, and for a document whose
    /// file is missing: there is no file to work on.
    /// </summary>
    private static string? FileIdOf(string line)
    {
        if (line.StartsWith("cloud://", StringComparison.Ordinal))
        {
            return line;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object && !IsDocumentWithoutFile(document.RootElement)
                ? s_properties
                    .Select(name => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                    .FirstOrDefault(static value => value is not null)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a string with half a surrogate pair, which no fileID has.
            return null;
        }
    }

    /// <summary>Whether it is such an orphan; PowerShell writes kinds as numbers.</summary>
    private static bool IsDocumentWithoutFile(JsonElement line) =>
        (line.TryGetProperty("kind", out var kind) || line.TryGetProperty("Kind", out kind))
        && (line.TryGetProperty("documentId", out _) || line.TryGetProperty("DocumentId", out _))
        && kind.ToString() is nameof(WxCloudOrphanKind.DocumentWithoutFile) or "1";
}
