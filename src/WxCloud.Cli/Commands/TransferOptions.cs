using System.CommandLine;
using WxCloud.Cli.Parsing;
using WxCloud.Transfers.Queue;

namespace WxCloud.Cli.Commands;

/// <summary>The options of the commands that move files.</summary>
internal static class TransferOptions
{
    public static readonly Option<int> ThrottleLimit = new Option<int>("--throttle-limit")
    {
        Description = "How many files are transferred at a time.",
        DefaultValueFactory = static _ => TransferQueue.DefaultThrottleLimit,
    }.Between(1, 256);
}
