namespace WxCloud.Errors;

/// <summary>What the engine itself can do about a failure.</summary>
internal enum RetryAdvice
{
    /// <summary>Nothing: a person has to change something.</summary>
    None,

    /// <summary>The same request may succeed later.</summary>
    TryAgain,

    /// <summary>The same request may succeed later, but further attempts seldom help when the next one fails.</summary>
    TryOnceMore,

    /// <summary>Get a new access token, then try once more.</summary>
    RenewToken,

    /// <summary>Get a new upload ticket or temporary URL, then try once more.</summary>
    RenewTicket,
}
