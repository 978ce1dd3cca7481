using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>Joins arguments into the one text that netstandard2.0 can start a process with.</summary>
internal static class CommandLineText
{
    public static string Join(IEnumerable<string> arguments) => string.Join(" ", arguments.Select(Quote));

    /// <summary>The rules of learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments; .NET applies them on every system.</summary>
    private static string Quote(string argument)
    {
        var quoted = new System.Text.StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in argument)
        {
            quoted.Append(character == '"' ? new string('\\', backslashes + 1) : string.Empty).Append(character);
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
