using System.CommandLine;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Queue;

namespace WxCloud.Cli.Commands;

/// <summary>The options of the commands that move files.</summary>
internal static class TransferOptions
{
    public static readonly Option<WxCloudShard?> Shard = new("--shard")
    {
        Description = Texts.Shard,
        CustomParser = static result =>
        {
            try
            {
                return WxCloudShard.Parse(result.Tokens[0].Value);
            }
            catch (WxCloudException e)
            {
                result.AddError($"--shard: {e.Message}");
                return null;
            }
        },
    };

    public static readonly Option<int> ThrottleLimit = new Option<int>("--throttle-limit")
    {
        Description = Texts.ThrottleLimit,
        DefaultValueFactory = static _ => TransferQueue.DefaultThrottleLimit,
    }.Between(1, 256);
}
