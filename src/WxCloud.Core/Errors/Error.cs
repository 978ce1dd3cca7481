using System;
using System.Globalization;
using System.Linq;
using WxCloud.Secrets;
using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Errors;

/// <summary>Makes every error of the engine: one named method each, its texts in the resources under the same reason.</summary>
internal static partial class Error
{
    // Connections

    public static WxCloudException NotConnected() => Fatal(Make("Connection.Missing", AuthenticationError, null));

    public static WxCloudException SettingMissing(string setting) => Fatal(Make("Connection.SettingMissing", AuthenticationError, setting, setting));

    public static WxCloudException EnvironmentMissing() => Fatal(Make("Connection.EnvironmentMissing", InvalidArgument, null));

    /// <summary>An address may be refused for the very password in it.</summary>
    public static WxCloudException EndpointInvalid(string endpoint) =>
        Fatal(Make("Connection.EndpointInvalid", InvalidArgument, Sanitiser.Clean(endpoint), endpoint));

    public static WxCloudException PlainHttpRefused(string host) => Fatal(Make("Connection.PlainHttpRefused", SecurityError, host, host));

    public static WxCloudException TokenFileUnreadable(string path, Exception cause) =>
        AtToken(Make("Token.FileUnreadable", AuthenticationError, path, cause, path, cause.Message));

    public static WxCloudException RefreshLimit(DateTimeOffset lastForced, DateTimeOffset nextPossible) =>
        AtToken(Make("Token.RefreshLimit", QuotaExceeded, null, lastForced.ToLocalTime(), nextPossible.ToLocalTime()));

    public static WxCloudException ClockDiffers(DateTimeOffset theirs, TimeSpan difference) =>
        Fatal(Make("Connection.ClockDiffers", InvalidOperation, null, theirs.ToLocalTime(), difference));

    public static WxCloudException NoHome() => Fatal(Make("Connection.NoHome", WriteError, null));

    public static WxCloudException ProfileNameInvalid(string name) => Fatal(Make("Connection.ProfileNameInvalid", InvalidArgument, name, name));

    public static WxCloudException ProfileExists(string name) => Fatal(Make("Connection.ProfileExists", ResourceExists, name, name));

    public static WxCloudException ProfileMissing(string name) => Fatal(Make("Connection.ProfileMissing", ObjectNotFound, name, name));

    public static WxCloudException ProfileUnreadable(string name, string folder) => Fatal(Make("Connection.ProfileUnreadable", InvalidData, name, name, folder));

    public static WxCloudException ProfileNeedsScript(string name) => Fatal(Make("Connection.ProfileNeedsScript", AuthenticationError, name, name));

    public static WxCloudException SecretNotFound(string connection) => Fatal(Make("Connection.SecretNotFound", AuthenticationError, connection, connection));

    public static WxCloudException FolderNotOwned(string path) => Fatal(Make("Connection.FolderNotOwned", SecurityError, path, path));

    public static WxCloudException FolderUnusable(string path, Exception cause) =>
        Fatal(Make("Connection.FolderUnusable", WriteError, path, cause, path, cause.Message));

    public static WxCloudException NoToken() => AtToken(Make("Token.None", AuthenticationError, null));

    public static WxCloudException EmulatorUnavailable(Exception cause) => Fatal(Make("Connection.EmulatorUnavailable", ConnectionError, null, cause, cause.Message));

    // Local files

    public static WxCloudException FileNotFound(string path) => About("Local.NotFound", ObjectNotFound, path, path);

    public static WxCloudException IsFolder(string path) => About("Local.IsFolder", InvalidArgument, path, path);

    public static WxCloudException NoMatch(string pattern) => About("Local.NoMatch", ObjectNotFound, pattern, pattern);

    public static WxCloudException Unreadable(string path, Exception cause) => About("Local.Unreadable", ReadError, path, cause, path, cause.Message);

    public static WxCloudException FileChanged(string path) => About("Local.Changed", ReadError, path, path);

    public static WxCloudException FileTooLarge(string path, long length) => About("Local.TooLarge", LimitsExceeded, path, path, length);

    public static WxCloudException NotUnderFolder(string path, string folder) => About("Local.NotUnderFolder", InvalidArgument, path, path, folder);

    public static WxCloudException PathEmpty() => Make("Local.EmptyPath", InvalidArgument, string.Empty);

    public static WxCloudException NotAnOrdinaryFile(string path) => About("Local.NotOrdinary", InvalidArgument, path);

    public static WxCloudException FileHasNoLength(string path) => About("Local.NoLength", ReadError, path);

    public static WxCloudException NameNotUtf8(string path) => About("Local.NameNotUtf8", InvalidArgument, path);

    public static WxCloudException ContentTypeInvalid(string contentType) =>
        Make("Upload.ContentTypeInvalid", InvalidArgument, contentType, contentType.Replace("\r", "\\r").Replace("\n", "\\n"));

    // Download targets

    public static WxCloudException TargetExists(string path) => About("Target.Exists", ResourceExists, path, path);

    public static WxCloudException TargetIsFolder(string path) => About("Target.IsFolder", WriteError, path, path);

    public static WxCloudException TargetNotOrdinary(string path) => About("Target.NotOrdinary", WriteError, path);

    public static WxCloudException TargetDiffers(string path, long length, long? storedLength) =>
        About("Target.Differs", ResourceExists, path, path, length, (object?)storedLength ?? "?");

    public static WxCloudException OutsideDestination(string cloudPath) => About("Target.OutsideDestination", SecurityError, cloudPath, cloudPath);

    public static WxCloudException NameNotPossible(string cloudPath, string segment) =>
        About("Target.NameNotPossible", InvalidArgument, cloudPath, cloudPath, segment);

    public static WxCloudException SameTarget(string item, string target) => About("Target.Duplicate", ResourceExists, item, item, target);

    public static WxCloudException Unwritable(string path, Exception cause) => About("Target.Unwritable", WriteError, path, cause, path, cause.Message);

    public static WxCloudException DiskFull(string path, Exception? cause) => At(FailureStage.FullDisk, About("Target.DiskFull", WriteError, path, cause, path));

    // Cloud paths and fileIDs

    public static WxCloudException CloudPathEmpty() => Make("CloudPath.Empty", InvalidArgument, string.Empty);

    public static WxCloudException CloudPathLeadingSlash(string path) => About("CloudPath.LeadingSlash", InvalidArgument, path, path);

    public static WxCloudException CloudPathDoubleSlash(string path) => About("CloudPath.DoubleSlash", InvalidArgument, path, path);

    public static WxCloudException CloudPathDotSegment(string path) => About("CloudPath.DotSegment", InvalidArgument, path, path);

    public static WxCloudException CloudPathCharacter(string path, char character) =>
        About("CloudPath.Character", InvalidArgument, path, path, ((int)character).ToString("X2", CultureInfo.InvariantCulture));

    public static WxCloudException CloudPathTooLong(string path, int bytes, int limit) => About("CloudPath.TooLong", InvalidArgument, path, path, bytes, limit);

    public static WxCloudException CloudPathIsFolder(string path) => About("CloudPath.IsFolder", InvalidArgument, path, path);

    public static WxCloudException FileIdMalformed(string text) => About("FileId.Malformed", InvalidArgument, text, text);

    public static WxCloudException OtherEnvironment(string fileId, string theirs, string ours) =>
        About("FileId.OtherEnvironment", InvalidArgument, fileId, fileId, theirs, ours);

    public static WxCloudException FileIdIsFolder(string fileId) => About("FileId.IsFolder", InvalidArgument, fileId);

    // Folders

    public static WxCloudException NotAFolder(string path) => About("Sync.NotAFolder", InvalidArgument, path);

    public static WxCloudException SyncRootNotAllowed() => Fatal(Make("Sync.RootNotAllowed", InvalidArgument, string.Empty));

    public static WxCloudException MaxDeleteInvalid(string given) => Make("Sync.MaxDeleteInvalid", InvalidArgument, given, given);

    public static WxCloudException TooManyDeletions(string folder, int count, string limit) => About("Sync.TooManyDeletions", LimitsExceeded, folder, count, limit);

    public static WxCloudException SyncListingIncomplete(string folder, int count) => About("Sync.ListingIncomplete", ReadError, folder, count);

    public static WxCloudException SyncFileChanged(string item) => About("Sync.FileChanged", InvalidOperation, item);

    public static WxCloudException SyncMoveIncomplete(string item, string moved) => About("Sync.MoveIncomplete", InvalidOperation, item, moved);

    public static WxCloudException SyncConflict(string item, string reason) => About("Sync.Conflict", InvalidOperation, item, reason);

    public static WxCloudException SyncActionInvalid(string item, string property) => About("Sync.ActionInvalid", InvalidArgument, item, property);

    public static WxCloudException ShardMalformed(string given) => Make("Shard.Malformed", InvalidArgument, given, given);

    public static WxCloudException ShardOutOfRange(string given, int index, int count) => Make("Shard.OutOfRange", InvalidArgument, given, given, index, count);

    public static WxCloudException OtherBucket(string fileId, string theirs, string ours) =>
        About("FileId.OtherBucket", InvalidArgument, fileId, fileId, theirs, ours);

    public static WxCloudException MaxAgeInvalid(string given) => Make("Storage.MaxAgeInvalid", InvalidArgument, given, given);

    // The network

    public static WxCloudException NameNotResolved(string host, Exception cause) => At(FailureStage.NameResolution, Again(Make("Transport.NameNotResolved", ConnectionError, host, cause, host)));

    public static WxCloudException ConnectionRefused(string host, Exception cause) => At(FailureStage.Connection, Again(Make("Transport.ConnectionRefused", ConnectionError, host, cause, host)));

    public static WxCloudException ProxyUnreachable(string proxy, Exception cause) =>
        At(FailureStage.Connection, Again(Make("Transport.ProxyUnreachable", ConnectionError, proxy, cause, proxy, cause.Message)));

    /// <summary>Fatal, since all other calls use the same proxy.</summary>
    public static WxCloudException ProxyRefused(string proxy, string detail) =>
        At(FailureStage.Connection, Fatal(Make("Transport.ProxyRefused", ConnectionError, proxy, proxy, detail)));

    public static WxCloudException TlsFailed(string host, Exception cause) => At(FailureStage.Tls, Make("Transport.TlsFailed", SecurityError, host, cause, host, cause.GetBaseException().Message));

    public static WxCloudException ConnectionBroke(string host, Exception? cause) =>
        Again(Make("Transport.Broken", ConnectionError, host, cause, host, cause?.GetBaseException().Message));

    public static WxCloudException Silence(string host, TimeSpan limit) => Again(Make("Transport.Silence", OperationTimeout, host, host, limit.TotalSeconds));

    public static WxCloudException TooManyRedirects(string host) => Make("Transport.TooManyRedirects", InvalidResult, host, host);

    /// <summary>The value is not shown: a header may carry a credential.</summary>
    public static WxCloudException HeaderBreaksLine(string name) => Make("Web.HeaderBreaksLine", InvalidArgument, name, name);

    public static WxCloudException HeaderNotAllowed(string name) => Make("Web.HeaderNotAllowed", InvalidArgument, name, name);

    // The API

    /// <param name="what">The call.</param>
    /// <param name="status">The status of the reply.</param>
    /// <param name="requestId">The id of the call; <see langword="null"/> when the reply has none.</param>
    /// <param name="retryAfter">The wait that the service requests; <see langword="null"/> when it requests none.</param>
    public static WxCloudException HttpFailed(string what, int status, string? requestId, TimeSpan? retryAfter = null) =>
        Make("Api.HttpStatus", status is 401 or 403 ? PermissionDenied : InvalidResult, what, what, status) with
        {
            HttpStatus = status,
            RequestId = requestId,
            RetryAdvice = IsTransient(status) ? RetryAdvice.TryAgain : RetryAdvice.None,
            RetryAfter = retryAfter,
        };

    public static WxCloudException NotAnAnswer(string what, string reason) => Again(Make("Api.NotAnAnswer", InvalidResult, what, what, reason));

    public static WxCloudException AnswerTooLarge(string what, long limit) => Make("Api.AnswerTooLarge", LimitsExceeded, what, what, limit);

    public static WxCloudException AnswerTooSlow(string what, TimeSpan limit) =>
        Make("Api.AnswerTooSlow", OperationTimeout, what, what, limit.TotalSeconds);

    public static WxCloudException NoAnswerForItem(string item) => About("Storage.NoAnswer", InvalidResult, item, item);

    public static WxCloudException NoStoredMatch(string pattern) => About("Storage.NoMatch", ObjectNotFound, pattern);

    public static WxCloudException LinkUnusable(string item) => Again(About("Storage.LinkUnusable", InvalidResult, item));

    public static WxCloudException Unexpected(Exception cause, string? item) => About("Engine.Unexpected", NotSpecified, item, cause, cause.Message, item);

    // Objects

    public static WxCloudException ObjectMissing(string item) => About("Object.Missing", ObjectNotFound, item, item);

    public static WxCloudException ObjectRefused(string item, int status, string? code, string? message, string? requestId) =>
        About(
            "Object.Refused",
            status is 401 or 403 ? PermissionDenied : InvalidResult,
            item,
            item,
            string.Join(" ", new[] { status.ToString(CultureInfo.InvariantCulture), code, message }.Where(static part => !string.IsNullOrEmpty(part)))) with
        {
            HttpStatus = status,
            Errmsg = code,
            RequestId = requestId,
            RecommendedAction = Messages.FindAction(IsTransient(status) ? "Object.Refused.Busy" : "Object.Refused"),
        };

    public static WxCloudException GivenKeysRefused(string item, int? status, string? code) =>
        About("Object.KeysRefused.Given", PermissionDenied, item, item, status, code);

    public static WxCloudException ContainerKeysRefused(string item, int? status, string? code) =>
        At(FailureStage.StorageKeys, About("Object.KeysRefused.Container", PermissionDenied, item, item, status, code));

    public static WxCloudException ServiceKeysRefused(string item, int? status, string? code) =>
        At(FailureStage.StorageKeys, About("Object.KeysRefused.Service", PermissionDenied, item, item, status, code));

    // Copies

    public static WxCloudException CopyOntoItself(string item) => About("Copy.OntoItself", InvalidArgument, item);

    public static WxCloudException CopyDiffers(string item, string target) => About("Copy.Differs", InvalidData, item, item, target);

    public static WxCloudException DifferingCopyStays(string item, string target) => About("Copy.DiffersAndStays", InvalidData, item, item, target);

    public static WxCloudException StoredFileExists(string item, string target) => About("Copy.TargetExists", ResourceExists, item, item, target);

    public static WxCloudException MoveNotVerified(string item, string target) => About("Copy.NotVerified", InvalidResult, item, item, target);

    public static WxCloudException SourceChanged(string item, string target) => About("Copy.SourceChanged", InvalidData, item, item, target);

    /// <summary>There are no keys for objects.</summary>
    /// <param name="cause">What the service answered; <see langword="null"/> when it gave the refused keys again.</param>
    public static WxCloudException KeysMissing(WxCloudException? cause) =>
        At(FailureStage.StorageKeys, Fatal(Make("Object.KeysMissing", AuthenticationError, null, cause, cause?.Message))) with { Errcode = cause?.Errcode, Errmsg = cause?.Errmsg };

    public static WxCloudException ListingBroken(string prefix, string name) => About("Object.ListingBroken", InvalidResult, prefix, prefix, name);

    public static WxCloudException ClockWrong(string item, DateTimeOffset? theirs) => About("Object.ClockWrong", InvalidOperation, item, item, theirs);

    public static WxCloudException UploadNotConfirmed(string item, int status) => Again(About("Object.NotConfirmed", InvalidResult, item, item, status));

    /// <summary>The status stays in the error: a reader that can start again treats another range like none.</summary>
    public static WxCloudException OtherRange(string item, string asked, string? got, int status) =>
        Again(About("Transfer.OtherRange", InvalidResult, item, item, asked, got ?? "multipart/byteranges")) with { HttpStatus = status };

    public static WxCloudException NotDelivered(string item, int status) =>
        Again(About("Object.NotDelivered", InvalidResult, item, item, status)) with { HttpStatus = status };

    public static WxCloudException Truncated(string item, long got, long expected) => Again(About("Transfer.Truncated", InvalidData, item, item, got, expected));

    public static WxCloudException ChecksumMismatch(string item, string algorithm) => Again(About("Transfer.ChecksumMismatch", InvalidData, item, item, algorithm));

    public static WxCloudException DamagedUploadRemoved(string item, string cloudPath) => About("Upload.DamagedRemoved", InvalidData, item, cloudPath);

    public static WxCloudException DamagedUploadStays(string item, string cloudPath) => About("Upload.DamagedStays", InvalidData, item, cloudPath);

    public static WxCloudException Encoded(string item, string encoding) => About("Transfer.Encoded", InvalidData, item, item, encoding);

    public static WxCloudException NotTheFile(string item, string? contentType) => Again(About("Transfer.NotTheFile", InvalidData, item, item, contentType));

    public static WxCloudException KeepsChanging(string item) => About("Transfer.KeepsChanging", InvalidData, item, item);

    public static WxCloudException LengthUnknown(string item) => Again(About("Transfer.LengthUnknown", InvalidData, item, item));

    /// <summary>Whether a reply of this HTTP status may be a success next time.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500 and not 501 and not 505;

    internal static Failure Make(string reason, WxCloudErrorCategory category, string? target, params object?[] arguments) =>
        Make(reason, category, target, cause: null, arguments);

    private static Failure Make(string reason, WxCloudErrorCategory category, string? target, Exception? cause, params object?[] arguments)
    {
        var shown = Shown(arguments);
        return new(reason, category, Messages.Format(reason, shown), cause)
        {
            Target = target,
            RecommendedAction = Messages.FindAction(reason, shown),
        };
    }

    /// <summary>An error about one item, which becomes its target and the beginning of its message.</summary>
    private static Failure About(string reason, WxCloudErrorCategory category, string? item, params object?[] arguments) =>
        About(reason, category, item, cause: null, arguments);

    private static Failure About(string reason, WxCloudErrorCategory category, string? item, Exception? cause, params object?[] arguments) =>
        Make(reason, category, item, cause, arguments) with { Subject = item is null ? null : Sanitiser.CleanName(item) };

    private static object?[] Shown(object?[] arguments) =>
        Array.ConvertAll(arguments, static argument => argument is string text ? Sanitiser.Clean(text) : argument);

    private static Failure Again(Failure failure) => failure with { RetryAdvice = RetryAdvice.TryAgain };

    private static Failure AtToken(Failure failure) => At(FailureStage.Token, Fatal(failure));

    private static Failure At(FailureStage stage, Failure failure) => failure with { Stage = stage };

    /// <summary>Every other item would fail as well.</summary>
    private static Failure Fatal(Failure failure) => failure with { IsFatal = true };
}
