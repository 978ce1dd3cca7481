namespace WxCloud.Errors;

/// <summary>The step on the way to a result at which a call failed.</summary>
internal enum FailureStage
{
    /// <summary>Any other step: the call itself, or the disk.</summary>
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
}
