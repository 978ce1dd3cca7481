using System.Globalization;
using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Errors;

// The errors of backups and of what is restored from them.
internal static partial class Error
{
    public static WxCloudException BackupFolderNotEmpty(string path) => About("Backup.FolderNotEmpty", ResourceExists, path);

    public static WxCloudException NotABackup(string path) => About("Backup.NotABackup", InvalidArgument, path);

    public static WxCloudException BackupOtherVersion(string path, int version, int known) =>
        About("Backup.OtherVersion", InvalidData, path, path, version.ToString(CultureInfo.InvariantCulture), known.ToString(CultureInfo.InvariantCulture));

    /// <param name="path">The manifest, or the list of files.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static WxCloudException BackupDamaged(string path, string problem) => At(FailureStage.Content, About("Backup.Damaged", InvalidData, path, path, problem));

    public static WxCloudException BackupOtherEnvironment(string path, string theirs, string ours) => About("Backup.OtherEnvironment", InvalidArgument, path, path, theirs, ours);

    public static WxCloudException BackupOtherScope(string path, string theirs) => About("Backup.OtherScope", InvalidArgument, path, path, theirs);

    public static WxCloudException BackupInUse(string path) => About("Backup.InUse", ResourceBusy, path);

    public static WxCloudException BackupIncomplete(string path) => About("Backup.Incomplete", InvalidData, path);

    public static WxCloudException CollectionMissing(string name, string environmentId) => About("Backup.CollectionMissing", ObjectNotFound, name, name, environmentId);

    public static WxCloudException CollectionNotSaved(string name, string path) => About("Backup.CollectionNotSaved", ObjectNotFound, name, name, path);

    public static WxCloudException SavedItemMissing(string item) => About("Backup.ItemMissing", ObjectNotFound, item);

    public static WxCloudException SavedItemDamaged(string item, string expected, string actual) => About("Backup.ItemDamaged", InvalidData, item, item, expected, actual);

    public static WxCloudException SavedItemIsLink(string item) => About("Backup.ItemIsLink", SecurityError, item);

    public static WxCloudException RestoredFileDiffers(string cloudPath, string environmentId) => About("Restore.FileDiffers", ResourceExists, cloudPath, cloudPath, environmentId);

    public static WxCloudException RestoredDocumentDiffers(string id, string collection) => About("Restore.DocumentDiffers", ResourceExists, id, id, collection);
}
