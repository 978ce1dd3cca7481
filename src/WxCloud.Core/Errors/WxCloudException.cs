using System;
using WxCloud.Errors;

namespace WxCloud;

/// <summary>
/// The one exception of the engine. It carries a stable id, what the error is about and what to do next; when the
/// service is the origin, also what the service said. No message holds a secret.
/// </summary>
public sealed class WxCloudException : Exception
{
    /// <summary>The prefix of every <see cref="ErrorId"/>.</summary>
    public const string IdPrefix = "WxCloud.";

    internal WxCloudException(string reason, WxCloudErrorCategory category, string message, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = IdPrefix + reason;
        Category = category;
        IsFatal = reason.StartsWith("Connection.", StringComparison.Ordinal)
            || reason.StartsWith("Token.", StringComparison.Ordinal)
            || reason is "Api.CloudNotEnabled" or "Api.EnvironmentInvalid" or "Api.AccountBlocked";
    }

    /// <summary>The stable id <c>WxCloud.Area.Reason</c>, the same in every language.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure.</summary>
    public WxCloudErrorCategory Category { get; }

    /// <summary>The item that the error is about; <see langword="null"/> when it is about no single item.</summary>
    public string? Target { get; internal set; }

    /// <summary>What to do about it, in the language of the user; <see langword="null"/> when there is nothing to add.</summary>
    public string? RecommendedAction { get; internal set; }

    /// <summary>The service's errcode or an item's status; <see langword="null"/> when the service gave none.</summary>
    public int? Errcode { get; internal set; }

    /// <summary>The service's own words; <see langword="null"/> when it said nothing.</summary>
    public string? Errmsg { get; internal set; }

    /// <summary>The id by which support finds the call; <see langword="null"/> when the reply had none.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The HTTP status of the reply; <see langword="null"/> when there was no reply.</summary>
    public int? HttpStatus { get; internal set; }

    /// <summary>Whether no other item can fare better: there is no connection, or the service does not know us.</summary>
    public bool IsFatal { get; internal set; }

    /// <summary>What can be done about it without a person.</summary>
    internal RetryAdvice RetryAdvice { get; set; }

    /// <summary>How long the service asked to wait before another try; <see langword="null"/> when it did not say.</summary>
    internal TimeSpan? RetryAfter { get; set; }
}
