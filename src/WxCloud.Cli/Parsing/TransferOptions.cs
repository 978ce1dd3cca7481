using System.CommandLine;
using System.CommandLine.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Cli.Parsing;

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

    /// <summary>The limit of deletions.</summary>
    public static Option<DeleteLimit?> MaxDelete() => new("--max-delete") { Description = Texts.MaxDelete, CustomParser = ReadLimit };

    private static DeleteLimit? ReadLimit(ArgumentResult result)
    {
        try
        {
            return DeleteLimit.Parse(result.Tokens[0].Value);
        }
        catch (WxCloudException e)
        {
            result.AddError($"--max-delete: {e.Message} {e.RecommendedAction}");
            return null;
        }
    }
}
