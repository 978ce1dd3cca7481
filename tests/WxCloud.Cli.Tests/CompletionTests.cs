using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>The shells themselves load the scripts and complete.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wxcloud up", "upload")]
    [InlineData("wxcloud e", "emulator")]
    [InlineData("wxcloud upload --rec", "--recurse")]
    [InlineData("wxcloud completion f", "fish")]
    public async Task Bash_completes_commands_options_and_values(string line, string expected) =>
        Assert.Equal([expected], await CompleteInBashAsync(line));

    [Fact]
    public async Task Bash_completes_file_names_itself()
    {
        Assert.Empty(await CompleteInBashAsync("wxcloud upload read"));
        Assert.Empty(await CompleteInBashAsync("wxcloud upload "));
    }

    [Theory]
    [InlineData("wxcloud up", "wxcloud upload")]
    [InlineData("wxcloud upload --rec", "wxcloud upload --recurse")]
    [InlineData("wxcloud upload rea", "wxcloud upload readme.txt")]
    public async Task Zsh_completes_commands_options_and_files(string line, string expected)
    {
        _folder.Write("readme.txt");
        // Completion needs a terminal: zsh runs in its own pseudo-terminal, and the completed line is shown by a widget.
        var output = await RunAsync("zsh", "zsh", $$"""
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "PATH='{{ProgramFolder()}}':\$PATH; cd '{{_folder.Path}}'; autoload -Uz compinit; compinit -u -D; source <(wxcloud completion zsh)"
            zpty -w shell 'show() { print -r -- "<$BUFFER>"; BUFFER=; zle accept-line }; zle -N show; bindkey "^X" show; print "re""ady"'
            zpty -r shell screen '*ready*'
            zpty -w -n shell $'{{line}}\t\x18'
            zpty -r shell screen $'*<*>*'
            print -r -- "$screen"
            """);
        Assert.Contains($"<{expected}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wxcloud up", "upload")]
    [InlineData("wxcloud upload --rec", "--recurse")]
    [InlineData("wxcloud completion f", "fish")]
    public async Task Fish_completes_commands_options_and_values(string line, string expected)
    {
        var output = await RunAsync("fish", "fish", $"wxcloud completion fish | source; complete -C'{line}'");
        Assert.Equal([expected], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static row => row.Split('\t')[0]));
    }

    [Theory]
    [InlineData("wxcloud up", "upload")]
    [InlineData("wxcloud upload --rec", "--recurse")]
    [InlineData("wxcloud completion ", "bash")]
    public async Task PowerShell_completes_commands_options_and_values(string line, string expected)
    {
        var host = PowerShellHost.Start();
        var output = await RunAsync(host.FileName, [.. host.ArgumentList, "-NoProfile", "-NonInteractive", "-File"], "ps1", $"$env:PATH = '{ProgramFolder()}:' + $env:PATH", $"wxcloud completion pwsh | Out-String | Invoke-Expression; (TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText");
        Assert.Equal(expected, output.Split('\n')[0].Trim());
    }

    private async Task<string[]> CompleteInBashAsync(string line)
    {
        var output = await RunAsync("bash", "bash", $$"""
            source <(wxcloud completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p wxcloud | sed -E 's/.*-F ([^ ]+) .*/\1/') wxcloud
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a script in a shell that finds <c>wxcloud</c> on its path.</summary>
    private Task<string> RunAsync(string shell, string extension, string script)
    {
        var program = Programs.Find(shell);
        Assert.SkipWhen(program is null, $"{shell} is not installed.");
        var setPath = shell == "fish" ? $"set -x PATH '{ProgramFolder()}' $PATH" : $"export PATH='{ProgramFolder()}':\"$PATH\"";
        return RunAsync(program!, [], extension, setPath, script);
    }

    private async Task<string> RunAsync(string program, string[] firstArguments, string extension, string setPath, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program on the path is a shell script.");
        var path = _folder.Write("script." + extension, $"{setPath}\n{script}\n");
        var result = await Programs.RunAsync(program, [.. firstArguments, path], Token, folder: _folder.Path);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result.Output;
    }

    /// <summary>A folder with a <c>wxcloud</c> that runs the program under test.</summary>
    private string ProgramFolder()
    {
        var command = string.Join(' ', CommandLineProgram.FirstArguments.Prepend(CommandLineProgram.FileName).Select(static word => $"'{word}'"));
        var path = _folder.Write("bin/wxcloud", $"#!/bin/sh\nexec {command} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return Path.GetDirectoryName(path)!;
    }
}
