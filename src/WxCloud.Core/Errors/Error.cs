using System;
using System.Globalization;
using WxCloud.Secrets;
using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Errors;

/// <summary>Makes every error of the engine: one named method each, its texts in the resources under the same reason.</summary>
internal static class Error
{
    // Connections

    public static WxCloudException NotConnected() => Make("Connection.Missing", AuthenticationError, null);

    public static WxCloudException SettingMissing(string setting) => Make("Connection.SettingMissing", AuthenticationError, setting, setting);

    public static WxCloudException EnvironmentMissing() => Make("Connection.EnvironmentMissing", InvalidArgument, null);

    /// <summary>An address may be refused for the very password in it.</summary>
    public static WxCloudException EndpointInvalid(string endpoint) =>
        Make("Connection.EndpointInvalid", InvalidArgument, Sanitiser.Clean(endpoint), endpoint);

    public static WxCloudException PlainHttpRefused(string host) => Make("Connection.PlainHttpRefused", SecurityError, host, host);

    public static WxCloudException TokenFileUnreadable(string path, Exception cause) =>
        Make("Token.FileUnreadable", AuthenticationError, path, cause, path, cause.Message);

    public static WxCloudException RefreshLimit(DateTimeOffset lastForced, DateTimeOffset nextPossible) =>
        Make("Token.RefreshLimit", QuotaExceeded, null, lastForced.ToLocalTime(), nextPossible.ToLocalTime());

    public static WxCloudException ClockDiffers(DateTimeOffset theirs, TimeSpan difference) =>
        Make("Connection.ClockDiffers", InvalidOperation, null, theirs.ToLocalTime(), difference);

    public static WxCloudException NoHome() => Make("Connection.NoHome", WriteError, null);

    public static WxCloudException ProfileNameInvalid(string name) => Make("Connection.ProfileNameInvalid", InvalidArgument, name, name);

    public static WxCloudException ProfileExists(string name) => Make("Connection.ProfileExists", ResourceExists, name, name);

    public static WxCloudException ProfileMissing(string name) => Make("Connection.ProfileMissing", ObjectNotFound, name, name);

    public static WxCloudException ProfileUnreadable(string name, string folder) => Make("Connection.ProfileUnreadable", InvalidData, name, name, folder);

    public static WxCloudException ProfileNeedsScript(string name) => Make("Connection.ProfileNeedsScript", AuthenticationError, name, name);

    public static WxCloudException SecretNotFound(string connection) => Make("Connection.SecretNotFound", AuthenticationError, connection, connection);

    public static WxCloudException FolderNotOwned(string path) => Make("Connection.FolderNotOwned", SecurityError, path, path);

    public static WxCloudException FolderUnusable(string path, Exception cause) =>
        Make("Connection.FolderUnusable", WriteError, path, cause, path, cause.Message);

    public static WxCloudException NoToken() => Make("Token.None", AuthenticationError, null);

    public static WxCloudException EmulatorUnavailable(Exception cause) => Make("Connection.EmulatorUnavailable", ConnectionError, null, cause, cause.Message);

    // Local files

    public static WxCloudException FileNotFound(string path) => Make("Local.NotFound", ObjectNotFound, path, path);

    public static WxCloudException IsFolder(string path) => Make("Local.IsFolder", InvalidArgument, path, path);

    public static WxCloudException NoMatch(string pattern) => Make("Local.NoMatch", ObjectNotFound, pattern, pattern);

    public static WxCloudException Unreadable(string path, Exception cause) => Make("Local.Unreadable", ReadError, path, cause, path, cause.Message);

    public static WxCloudException FileChanged(string path) => Make("Local.Changed", ReadError, path, path);

    public static WxCloudException FileTooLarge(string path, long length) => Make("Local.TooLarge", LimitsExceeded, path, path, length);

    public static WxCloudException NotUnderFolder(string path, string folder) => Make("Local.NotUnderFolder", InvalidArgument, path, path, folder);

    public static WxCloudException PathEmpty() => Make("Local.EmptyPath", InvalidArgument, string.Empty);

    // Download targets

    public static WxCloudException TargetExists(string path) => Make("Target.Exists", ResourceExists, path, path);

    public static WxCloudException TargetIsFolder(string path) => Make("Target.IsFolder", WriteError, path, path);

    public static WxCloudException OutsideDestination(string cloudPath) => Make("Target.OutsideDestination", SecurityError, cloudPath, cloudPath);

    public static WxCloudException NameNotPossible(string cloudPath, string segment) =>
        Make("Target.NameNotPossible", InvalidArgument, cloudPath, cloudPath, segment);

    public static WxCloudException SameTarget(string item, string target) => Make("Target.Duplicate", ResourceExists, item, item, target);

    public static WxCloudException Unwritable(string path, Exception cause) => Make("Target.Unwritable", WriteError, path, cause, path, cause.Message);

    public static WxCloudException DiskFull(string path, Exception? cause) => Make("Target.DiskFull", WriteError, path, cause, path);

    // Cloud paths and fileIDs

    public static WxCloudException CloudPathEmpty() => Make("CloudPath.Empty", InvalidArgument, string.Empty);

    public static WxCloudException CloudPathLeadingSlash(string path) => Make("CloudPath.LeadingSlash", InvalidArgument, path, path);

    public static WxCloudException CloudPathDoubleSlash(string path) => Make("CloudPath.DoubleSlash", InvalidArgument, path, path);

    public static WxCloudException CloudPathDotSegment(string path) => Make("CloudPath.DotSegment", InvalidArgument, path, path);

    public static WxCloudException CloudPathCharacter(string path, char character) =>
        Make("CloudPath.Character", InvalidArgument, path, path, ((int)character).ToString("X2", CultureInfo.InvariantCulture));

    public static WxCloudException CloudPathTooLong(string path, int bytes, int most) => Make("CloudPath.TooLong", InvalidArgument, path, path, bytes, most);

    public static WxCloudException CloudPathIsFolder(string path) => Make("CloudPath.IsFolder", InvalidArgument, path, path);

    public static WxCloudException FileIdMalformed(string text) => Make("FileId.Malformed", InvalidArgument, text, text);

    public static WxCloudException OtherEnvironment(string fileId, string theirs, string ours) =>
        Make("FileId.OtherEnvironment", InvalidArgument, fileId, fileId, theirs, ours);

    public static WxCloudException MaxAgeInvalid(string given) => Make("Storage.MaxAgeInvalid", InvalidArgument, given, given);

    // The network

    public static WxCloudException NameNotResolved(string host, Exception cause) => Again(Make("Transport.NameNotResolved", ConnectionError, host, cause, host));

    public static WxCloudException ConnectionRefused(string host, Exception cause) => Again(Make("Transport.ConnectionRefused", ConnectionError, host, cause, host));

    public static WxCloudException TlsFailed(string host, Exception cause) => Make("Transport.TlsFailed", SecurityError, host, cause, host, cause.Message);

    public static WxCloudException ConnectionBroke(string host, Exception? cause) =>
        Again(Make("Transport.Broken", ConnectionError, host, cause, host, cause?.Message));

    public static WxCloudException Silence(string host, TimeSpan limit) => Again(Make("Transport.Silence", OperationTimeout, host, host, limit.TotalSeconds));

    public static WxCloudException TooManyRedirects(string host) => Make("Transport.TooManyRedirects", InvalidResult, host, host);

    public static WxCloudException HeaderNotAllowed(string name) => Make("Web.HeaderNotAllowed", InvalidArgument, name, name);

    // The API

    public static WxCloudException HttpFailed(string what, int status, string? requestId)
    {
        var error = Make("Api.HttpStatus", status is 401 or 403 ? PermissionDenied : InvalidResult, what, what, status);
        error.HttpStatus = status;
        error.RequestId = requestId;
        error.RetryAdvice = IsTransient(status) ? RetryAdvice.TryAgain : RetryAdvice.None;
        return error;
    }

    public static WxCloudException NotAnAnswer(string what, string reason) => Again(Make("Api.NotAnAnswer", InvalidResult, what, what, reason));

    public static WxCloudException AnswerTooLarge(string what, long limit) => Make("Api.AnswerTooLarge", LimitsExceeded, what, what, limit);

    public static WxCloudException AnswerTooSlow(string what, TimeSpan limit) =>
        Make("Api.AnswerTooSlow", OperationTimeout, what, what, limit.TotalSeconds);

    public static WxCloudException NoAnswerForItem(string item) => Make("Storage.NoAnswer", InvalidResult, item, item);

    public static WxCloudException Unexpected(Exception cause, string? item) => Make("Engine.Unexpected", NotSpecified, item, cause, cause.Message, item);

    // Objects

    public static WxCloudException ObjectMissing(string item) => Make("Object.Missing", ObjectNotFound, item, item);

    public static WxCloudException ObjectRefused(string item, int status, string? code, string? message, string? requestId)
    {
        var error = Make("Object.Refused", status is 401 or 403 ? PermissionDenied : InvalidResult, item, item, status, code, message);
        error.HttpStatus = status;
        error.Errmsg = code;
        error.RequestId = requestId;
        return error;
    }

    public static WxCloudException ClockWrong(string item, DateTimeOffset? theirs) => Make("Object.ClockWrong", InvalidOperation, item, item, theirs);

    public static WxCloudException UploadNotConfirmed(string item, int status) => Again(Make("Object.NotConfirmed", InvalidResult, item, item, status));

    public static WxCloudException Truncated(string item, long got, long expected) => Again(Make("Transfer.Truncated", InvalidData, item, item, got, expected));

    public static WxCloudException ChecksumMismatch(string item, string algorithm) => Again(Make("Transfer.ChecksumMismatch", InvalidData, item, item, algorithm));

    public static WxCloudException Encoded(string item, string encoding) => Make("Transfer.Encoded", InvalidData, item, item, encoding);

    public static WxCloudException NotTheFile(string item, string contentType) => Again(Make("Transfer.NotTheFile", InvalidData, item, item, contentType));

    public static WxCloudException KeepsChanging(string item) => Make("Transfer.KeepsChanging", InvalidData, item, item);

    public static WxCloudException LengthUnknown(string item) => Again(Make("Transfer.LengthUnknown", InvalidData, item, item));

    /// <summary>Whether a reply of this HTTP status may be a success next time.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500 and not 501 and not 505;

    internal static WxCloudException Make(string reason, WxCloudErrorCategory category, string? target, params object?[] arguments) =>
        Make(reason, category, target, cause: null, arguments);

    private static WxCloudException Make(string reason, WxCloudErrorCategory category, string? target, Exception? cause, params object?[] arguments)
    {
        var shown = Array.ConvertAll(arguments, static argument => argument is string text ? Sanitiser.Clean(text) : argument);
        return new(reason, category, Messages.Format(reason, shown), cause)
        {
            Target = target,
            RecommendedAction = Messages.FindAction(reason, shown),
        };
    }

    private static WxCloudException Again(WxCloudException error)
    {
        error.RetryAdvice = RetryAdvice.TryAgain;
        return error;
    }
}
