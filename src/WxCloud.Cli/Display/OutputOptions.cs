using System.CommandLine;
using WxCloud.Cli.Parsing;

namespace WxCloud.Cli.Display;

/// <summary>The options for what a command writes.</summary>
internal static class OutputOptions
{
    public static readonly Option<bool> Json = OptionRules.Flag("--json", "Write one JSON object per line, errors likewise on the error stream.");

    public static readonly Option<bool> Debug = OptionRules.Flag(
        "--debug",
        "Write each call to the error stream: method, host, path, status, errcode, request id, time. Never a secret.");
}
