using System;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Cmdlets.Errors;

/// <summary>The errors of the cmdlets, in addition to those of the engine: one named method each.</summary>
internal static class CommandErrors
{
    public static WxCloudException NotFileSystem(string path, string provider) =>
        About("Local.NotFileSystem", WxCloudErrorCategory.InvalidArgument, path, provider);

    public static WxCloudException SeveralForOne(string cloudPath) =>
        Make("CloudPath.SeveralFiles", WxCloudErrorCategory.InvalidArgument, cloudPath, cause: null, cloudPath);

    public static WxCloudException SeveralForOutFile(string path) =>
        Make("Target.SeveralFiles", WxCloudErrorCategory.InvalidArgument, path, cause: null, path);

    public static WxCloudException CannotAsk(Exception cause) =>
        Make("Confirmation.NotPossible", WxCloudErrorCategory.InvalidOperation, target: null, cause);

    public static WxCloudException ConnectionUnknown(string name) =>
        About("Connection.NotFound", WxCloudErrorCategory.ObjectNotFound, name);

    public static WxCloudException SecretScriptFailed(string profileName, Exception cause) =>
        Make("Connection.SecretScriptFailed", WxCloudErrorCategory.AuthenticationError, profileName, cause, profileName, Sanitiser.Clean(cause.Message));

    public static WxCloudException SecretScriptOdd(string profileName) =>
        Make("Connection.SecretScriptOdd", WxCloudErrorCategory.AuthenticationError, profileName, cause: null, profileName);

    public static WxCloudException NoSecretForScript(WxCredentialKind credential) =>
        Make("Connection.NoSecretForScript", WxCloudErrorCategory.InvalidArgument, target: null, cause: null, credential);

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
