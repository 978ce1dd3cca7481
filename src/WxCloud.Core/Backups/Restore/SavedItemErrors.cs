using WxCloud.Errors;

namespace WxCloud.Backups.Restore;

/// <summary>The errors for what is wrong with a saved item that is to be restored.</summary>
internal static class SavedItemErrors
{
    public static WxCloudException Of(WxCloudBackupDamage damage) => damage.Problem switch
    {
        WxCloudBackupProblem.Missing => Error.SavedItemMissing(damage.Name),
        WxCloudBackupProblem.NotWithinBackup => Error.SavedItemIsLink(damage.Name),
        _ => Error.SavedItemDamaged(damage.Name, damage.Expected ?? "?", damage.Actual ?? "?"),
    };
}
