using System;

namespace WxCloud.Errors;

/// <summary>The parts of an error, collected before it is thrown. Each part has the meaning of the same property of <see cref="WxCloudException"/>.</summary>
/// <param name="Reason">The error id without its prefix.</param>
/// <param name="Category">The kind of failure.</param>
/// <param name="Text">The message without subject, origin and request id.</param>
/// <param name="Cause">What caused it; <see langword="null"/> when nothing else was thrown.</param>
internal sealed record Failure(string Reason, WxCloudErrorCategory Category, string Text, Exception? Cause = null)
{
    /// <summary>What the message begins with, cleaned; <see langword="null"/> when the error is about no single item.</summary>
    public string? Subject { get; init; }

    public string? Target { get; init; }

    public string? Origin { get; init; }

    public string? RecommendedAction { get; init; }

    public int? Errcode { get; init; }

    public string? Errmsg { get; init; }

    public string? RequestId { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>The stack of what a cloud function threw; <see langword="null"/> for all other failures.</summary>
    public string? FunctionStack { get; init; }

    public bool IsFatal { get; init; }

    public FailureStage Stage { get; init; }

    public RetryAdvice RetryAdvice { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static implicit operator WxCloudException(Failure failure) => new(failure);
}
