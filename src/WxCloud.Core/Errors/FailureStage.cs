namespace WxCloud.Errors;

/// <summary>The step on the way to a result at which a call failed.</summary>
internal enum FailureStage
{
    /// <summary>Any other step, such as the call itself.</summary>
    Other,

    /// <summary>The name of the service or of its proxy led to no address.</summary>
    NameResolution,

    /// <summary>No connection was made.</summary>
    Connection,

    /// <summary>The connection is not a trusted one.</summary>
    Tls,

    /// <summary>There is no token, or the service does not accept it.</summary>
    Token,

    /// <summary>The service does not allow this computer's address, or this account, to request tokens.</summary>
    IPWhitelist,

    /// <summary>The cloud environment does not exist or is not open.</summary>
    Environment,

    /// <summary>There are no keys of the bucket, or it does not accept those of the service or the container.</summary>
    StorageKeys,

    /// <summary>The disk is full.</summary>
    FullDisk,

    /// <summary>A text that was given or saved cannot be read.</summary>
    Content,
}
