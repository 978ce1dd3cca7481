using WxCloud.Errors;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>Reasons in words.</summary>
internal static class SyncReasons
{
    /// <summary>The reason in the language of the user.</summary>
    public static string Describe(WxCloudSyncReason reason) => Messages.Format("Sync.Reason." + reason);
}
