using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>The command lines that README and the guides show are accepted as they stand there.</summary>
public sealed partial class DocumentedCommandTests
{
    private static readonly string s_root = typeof(DocumentedCommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static data => data.Key == "RepositoryRoot").Value!;

    public static TheoryData<string> Pages() =>
    [
        .. Directory.EnumerateFiles(s_root, "README*.md").Concat(Directory.EnumerateFiles(Path.Combine(s_root, "docs"), "*.md", SearchOption.AllDirectories))
            .Where(static path => CommandsOf(File.ReadAllText(path)).Any())
            .Select(static path => Path.GetRelativePath(s_root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_command_line_is_accepted(string page) =>
        Assert.Empty(CommandsOf(File.ReadAllText(Path.Combine(s_root, page))).SelectMany(static line => Mistakes(line).Select(mistake => $"{line}: {mistake}")));

    [Theory]
    [InlineData("wxcloud uplaod a", "uplaod")]
    [InlineData("wxcloud upload a --recurs", "--recurs")]
    [InlineData("wxcloud upload a --throttle-limit many", "--throttle-limit takes")]
    [InlineData("wxcloud list --json | wxcloud delete", "delete")]
    [InlineData("dotnet run --project src/WxCloud.Cli -- upload --local", "upload")]
    public void A_mistake_would_be_found(string text, string expected)
    {
        var mistakes = CommandsOf($"    {text}\n").SelectMany(Mistakes).ToList();
        Assert.Contains(mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Mistakes(string line)
    {
        string[] words = [.. Word().Matches(line).Select(static match => match.Value is ['\'' or '"', .., _] quoted ? quoted[1..^1] : match.Value)];
        return CommandLine.Parse(words).Errors;
    }

    /// <summary>The arguments of each <c>wxcloud</c> in code, up to a pipe, a redirection, a comment or the end. A bare name in a sentence is no command line.</summary>
    private static IEnumerable<string> CommandsOf(string page)
    {
        var blocks = CodeLine().Matches(page).Select(static match => match.Groups["code"].Value);
        var spans = CodeSpan().Matches(page).Select(static match => match.Groups["code"].Value.Replace("\\|", "|", StringComparison.Ordinal)).Where(static code => !Mention().IsMatch(code));
        return blocks.Concat(spans).SelectMany(static code => Invocation().Matches(code)).Select(static match => match.Groups["arguments"].Value.Trim());
    }

    [GeneratedRegex(@"'[^']*'|""[^""]*""|[^\s]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^( {4,}|(?=(export |source |url=|wxcloud )))(?<code>.*\S)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"`(?<code>[^`\n]*\bwxcloud [^`\n]*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    /// <summary>The name of a command, or a pattern such as <c>wxcloud COMMAND --help</c>.</summary>
    [GeneratedRegex(@"^wxcloud( [a-z]+)+( \.\.\.)?$|^wxcloud [^a-z]|\.\.\.|\[|[a-z]\|[a-z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<=^|[\s(|])(wxcloud|dotnet run --project src/WxCloud\.Cli --) (?<arguments>([^'""|<>#;&)]|'[^']*'|""[^""]*"")+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Invocation();
}
