using System;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Cmdlets.Errors;

/// <summary>The errors of the cmdlets, in addition to those of the engine: one named method each.</summary>
internal static class CommandErrors
{
    public static WxCloudException NotFileSystem(string path, string provider) =>
        About("Local.NotFileSystem", WxCloudErrorCategory.InvalidArgument, path, provider);

    public static WxCloudException NoLocalFile(string? item) => About("Local.NoLocalFile", WxCloudErrorCategory.InvalidArgument, item ?? string.Empty);

    public static WxCloudException SeveralForOne(string cloudPath) =>
        Make("CloudPath.SeveralFiles", WxCloudErrorCategory.InvalidArgument, cloudPath, cause: null, cloudPath);

    public static WxCloudException SeveralForOutFile(string path) =>
        Make("Target.SeveralFiles", WxCloudErrorCategory.InvalidArgument, path, cause: null, path);

    public static WxCloudException ConfirmationNotPossible(Exception cause) =>
        Make("Confirmation.NotPossible", WxCloudErrorCategory.InvalidOperation, target: null, cause);

    public static WxCloudException ConnectionUnknown(string name) =>
        About("Connection.NotFound", WxCloudErrorCategory.ObjectNotFound, name);

    public static WxCloudException SecretScriptFailed(string profileName, Exception cause) =>
        Make("Connection.SecretScriptFailed", WxCloudErrorCategory.AuthenticationError, profileName, cause, profileName, Sanitiser.Clean(cause.Message));

    public static WxCloudException SecretScriptOdd(string profileName) =>
        Make("Connection.SecretScriptOdd", WxCloudErrorCategory.AuthenticationError, profileName, cause: null, profileName);

    public static WxCloudException NoSecretForScript(WxCredentialKind credential) =>
        Make("Connection.NoSecretForScript", WxCloudErrorCategory.InvalidArgument, target: null, cause: null, credential);

    public static WxCloudException DriveAmbiguous(string path) => About("Drive.Ambiguous", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveBytesDelimited(string path) => About("Drive.BytesDelimited", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveCannotWait(string path) => About("Drive.CannotWait", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveEntered(string path) => About("Drive.Entered", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveFolderNotEmpty(string path) => About("Drive.FolderNotEmpty", WxCloudErrorCategory.InvalidOperation, path);

    public static WxCloudException DriveItemExists(string path, string target) => About("Drive.ItemExists", WxCloudErrorCategory.ResourceExists, path, target);

    public static WxCloudException DriveItemIsFolder(string path) => About("Drive.ItemIsFolder", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveItemMissing(string path) => About("Drive.ItemMissing", WxCloudErrorCategory.ObjectNotFound, path);

    public static WxCloudException DriveItemType(string path, string type) => About("Drive.ItemType", WxCloudErrorCategory.InvalidArgument, path, type);

    public static WxCloudException DriveLeft(string path) => About("Drive.Left", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveMissing(string name) => About("Drive.Missing", WxCloudErrorCategory.ObjectNotFound, name);

    public static WxCloudException DriveNameInvalid(string path, string name) => About("Drive.NameInvalid", WxCloudErrorCategory.InvalidArgument, path, name);

    public static WxCloudException DriveNameTaken(string name, string provider) => About("Drive.NameTaken", WxCloudErrorCategory.ResourceExists, name, name, provider);

    public static WxCloudException DriveNotBytes(string path) => About("Drive.NotBytes", WxCloudErrorCategory.InvalidArgument, path);

    public static WxCloudException DriveOtherStorage(string path, string target) => About("Drive.OtherStorage", WxCloudErrorCategory.InvalidArgument, path, target);

    public static WxCloudException DriveRoot(string path) => About("Drive.Root", WxCloudErrorCategory.InvalidOperation, path, path);

    public static WxCloudException EmulatorRuntimeMissing(string? details) =>
        Make("Emulator.RuntimeMissing", WxCloudErrorCategory.NotEnabled, target: null, cause: null, details);

    public static WxCloudException EmulatorPortTaken(int port) =>
        Make("Emulator.PortTaken", WxCloudErrorCategory.ResourceBusy, port.ToString(System.Globalization.CultureInfo.InvariantCulture), cause: null, port);

    public static WxCloudException EmulatorFailed(string details) =>
        Make("Emulator.Failed", WxCloudErrorCategory.NotSpecified, target: null, cause: null, details);

    public static WxCloudException EmulatorNotRunning(string name) =>
        About("Emulator.NotRunning", WxCloudErrorCategory.ObjectNotFound, name);

    public static WxCloudException PropertyInvalid(string given) =>
        Make("Document.PropertyInvalid", WxCloudErrorCategory.InvalidArgument, given, cause: null, given);

    public static WxCloudException PropertyFailed(string name, Exception cause) =>
        Make("Document.PropertyFailed", WxCloudErrorCategory.ReadError, name, cause, name, Sanitiser.Clean(cause.Message));

    public static WxCloudException NamesNeedHashtable(string name) =>
        Make("Document.NamesNeedHashtable", WxCloudErrorCategory.InvalidOperation, name, cause: null, name);

    public static WxCloudException CollectionUnknown(string name) =>
        About("Collection.NotFound", WxCloudErrorCategory.ObjectNotFound, name);

    /// <summary>An error of one item, which its message begins with.</summary>
    private static Failure About(string reason, WxCloudErrorCategory category, string item, params object?[] arguments) =>
        Make(reason, category, item, cause: null, arguments) with { Subject = Sanitiser.CleanName(item) };

    private static Failure Make(string reason, WxCloudErrorCategory category, string? target, Exception? cause, params object?[] arguments) =>
        new(reason, category, Texts.Format(reason, arguments), cause)
        {
            Target = target,
            RecommendedAction = Texts.FindAction(reason, arguments),
        };
}
