using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Text.Json;

namespace WxCloud.Cli.Parsing;

/// <summary>FileIDs as a command gets them: as arguments, or with <c>-</c> from standard input.</summary>
internal static class FileIdArguments
{
    private const string StandardInput = "-";

    public static Argument<string[]> Create() => new Argument<string[]>("fileID")
    {
        Description = "cloud://environment.bucket/path; - reads them from standard input, one a line or as JSON objects with a fileId.",
        Arity = ArgumentArity.OneOrMore,
    }.WithoutOptions();

    /// <summary>Reads lazily, so that a long list begins to work at once.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(string[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument != StandardInput)
            {
                yield return argument;
                continue;
            }

            while (await Console.In.ReadLineAsync() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    yield return FromLine(line.Trim());
                }
            }
        }
    }

    private static string FromLine(string line)
    {
        if (!line.StartsWith('{'))
        {
            return line;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("fileId", out var fileId) && fileId.GetString() is { } text ? text : line;
        }
        catch (JsonException)
        {
            // Then it is no fileID either, and the error says so with the line itself.
            return line;
        }
    }
}
