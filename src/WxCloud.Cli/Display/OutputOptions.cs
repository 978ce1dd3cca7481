using System.CommandLine;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Display;

/// <summary>The options for what a command writes.</summary>
internal static class OutputOptions
{
    public static readonly Option<bool> Json = OptionRules.Flag("--json", Texts.Json);

    public static readonly Option<bool> Debug = OptionRules.Flag("--debug", Texts.Debug);
}
