namespace WxCloud;

/// <summary>What is looked at in a connection, in this order.</summary>
public enum WxConnectionCheckName
{
    /// <summary>Whether this computer's clock and the service's agree: signatures hold for 15 minutes of difference.</summary>
    Clock,

    /// <summary>Whether the service's name leads to an address.</summary>
    Dns,

    /// <summary>Whether a connection, and a trusted one, can be made.</summary>
    Tls,

    /// <summary>Whether the service gives or accepts an access token.</summary>
    Token,

    /// <summary>Whether the service allows this computer's address to request tokens.</summary>
    IPWhitelist,

    /// <summary>Whether the cloud environment exists and answers.</summary>
    Environment,

    /// <summary>Whether the storage can be reached.</summary>
    Storage,

    /// <summary>Whether the COS keys of the connection may list the bucket; listing, copying and sending in parts need them.</summary>
    CosCredential,
}

/// <summary>What came of a check.</summary>
public enum WxConnectionCheckStatus
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>Here something has to be done.</summary>
    Failed,

    /// <summary>It does not apply, or could not be looked at because of a failure before it.</summary>
    Skipped,
}

/// <summary>One row of a connection test.</summary>
public sealed record WxConnectionCheck
{
    internal WxConnectionCheck(WxConnectionCheckName check, WxConnectionCheckStatus status, string detail)
    {
        Check = check;
        Status = status;
        Detail = detail;
    }

    /// <summary>What was looked at.</summary>
    public WxConnectionCheckName Check { get; }

    /// <summary>What came of it.</summary>
    public WxConnectionCheckStatus Status { get; }

    /// <summary>What was seen, in the language of the user.</summary>
    public string Detail { get; }

    /// <summary>What to do; <see langword="null"/> unless the check failed.</summary>
    public string? RecommendedAction { get; internal init; }

    /// <summary>The stable id of the failure; <see langword="null"/> unless the check failed.</summary>
    public string? ErrorId { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Status}";
}
