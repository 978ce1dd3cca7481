namespace WxCloud;

/// <summary>What kind of failure an error is; the names are those of PowerShell's own error categories.</summary>
public enum WxCloudErrorCategory
{
    /// <summary>Any other failure.</summary>
    NotSpecified,

    /// <summary>The service does not accept who we are.</summary>
    AuthenticationError,

    /// <summary>The service could not be reached, or the connection broke.</summary>
    ConnectionError,

    /// <summary>What the user gave cannot be right.</summary>
    InvalidArgument,

    /// <summary>Bytes that are not what they should be.</summary>
    InvalidData,

    /// <summary>The step is not possible in this state.</summary>
    InvalidOperation,

    /// <summary>A reply that makes no sense.</summary>
    InvalidResult,

    /// <summary>A size or count beyond the limit.</summary>
    LimitsExceeded,

    /// <summary>The service lacks it, or the environment does.</summary>
    NotEnabled,

    /// <summary>The file, object or collection does not exist.</summary>
    ObjectNotFound,

    /// <summary>Nothing came for longer than allowed.</summary>
    OperationTimeout,

    /// <summary>Known to the service, but not allowed to do this.</summary>
    PermissionDenied,

    /// <summary>The account's quota is used up.</summary>
    QuotaExceeded,

    /// <summary>A local file cannot be read.</summary>
    ReadError,

    /// <summary>The service is busy; later it may work.</summary>
    ResourceBusy,

    /// <summary>The target exists already.</summary>
    ResourceExists,

    /// <summary>It would not be safe.</summary>
    SecurityError,

    /// <summary>A local file cannot be written.</summary>
    WriteError,
}
