using System;
using System.Collections.Generic;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud;

/// <summary>
/// The one exception of the engine. It has a stable id, the item that the error is about and what to do next; when the
/// service is the origin, also its errcode and errmsg. No message contains a secret.
/// </summary>
public sealed class WxCloudException : Exception
{
    /// <summary>The prefix of every <see cref="ErrorId"/>.</summary>
    public const string IdPrefix = "WxCloud.";

    private readonly Failure _failure;

    internal WxCloudException(Failure failure)
        : this(failure, failure.Cause)
    {
    }

    private WxCloudException(Failure failure, Exception? inner)
        : base(failure.Text, inner)
    {
        _failure = failure;
        ErrorId = IdPrefix + failure.Reason;
    }

    /// <summary>The item that the error is about, what happened, and then the host, route and request id.</summary>
    public override string Message
    {
        get
        {
            var details = string.Join(", ", Details());
            var text = details.Length == 0 ? _failure.Text : $"{_failure.Text} ({details})";
            return _failure.Subject switch
            {
                null => text,
                "" => $"'': {text}",
                var subject => $"{subject}: {text}",
            };
        }
    }

    /// <summary>The stable id <c>WxCloud.Area.Reason</c>, the same in every language.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure.</summary>
    public WxCloudErrorCategory Category => _failure.Category;

    /// <summary>The item that the error is about; <see langword="null"/> when it is about no single item.</summary>
    public string? Target => _failure.Target;

    /// <summary>The host and route that answered or should have; <see langword="null"/> when the failure is a local one.</summary>
    internal string? Origin => _failure.Origin;

    /// <summary>What to do about it, in the language of the user; <see langword="null"/> when there is nothing to add.</summary>
    public string? RecommendedAction => _failure.RecommendedAction;

    /// <summary>The service's errcode or an item's status; <see langword="null"/> when the service gave none.</summary>
    public int? Errcode => _failure.Errcode;

    /// <summary>The errmsg of the service; <see langword="null"/> when it returned none.</summary>
    public string? Errmsg => _failure.Errmsg;

    /// <summary>The id by which support finds the call; <see langword="null"/> when the reply had none.</summary>
    public string? RequestId => _failure.RequestId;

    /// <summary>The HTTP status of the reply; <see langword="null"/> when there was no reply.</summary>
    public int? HttpStatus => _failure.HttpStatus;

    /// <summary>The stack of what a cloud function threw; <see langword="null"/> when it is another failure, or the service gave none.</summary>
    public string? FunctionStack => _failure.FunctionStack;

    /// <summary>Whether every other item would fail as well: there is no connection, or it is not authorised.</summary>
    public bool IsFatal => _failure.IsFatal;

    /// <summary>The step at which the call failed.</summary>
    internal FailureStage Stage => _failure.Stage;

    /// <summary>Whether the network or a busy server is the cause, so that what was transferred may serve a later attempt.</summary>
    internal bool IsOfTheNetwork => Category is WxCloudErrorCategory.ConnectionError or WxCloudErrorCategory.OperationTimeout or WxCloudErrorCategory.ResourceBusy;

    /// <summary>How the engine can retry it.</summary>
    internal RetryAdvice RetryAdvice => _failure.RetryAdvice;

    /// <summary>The wait that the service requested before another attempt; <see langword="null"/> when it requested none.</summary>
    internal TimeSpan? RetryAfter => _failure.RetryAfter;

    /// <summary>The same failure as that of an item: the item becomes the target, and the message begins with it.</summary>
    /// <param name="item">The item as it was given: the local path or the fileID.</param>
    internal WxCloudException For(string item)
    {
        var name = Sanitiser.CleanName(item);
        var subject = _failure.Subject is not { } known || IsTailOf(known, name) || IsTailOf(name, known) ? name
            : known.StartsWith(name + ": ", StringComparison.Ordinal) ? known
            : $"{name}: {known}";
        return subject == _failure.Subject && item == Target ? this : Again(_failure with { Subject = subject, Target = item });
    }

    /// <summary>The same failure with the host and route that it came from.</summary>
    internal WxCloudException From(string origin) => Again(_failure with { Origin = Sanitiser.Clean(origin) });

    /// <summary>The same failure as one of this item only, such as that of its server.</summary>
    internal WxCloudException OfOneItem() => IsFatal ? Again(_failure with { IsFatal = false }) : this;

    /// <summary>The same failure as one with which every other item would fail as well.</summary>
    internal WxCloudException ForEveryItem() => Again(_failure with { IsFatal = true });

    /// <summary>The same failure after the last attempt.</summary>
    internal WxCloudException WithoutRetry() => Again(_failure with { RetryAdvice = RetryAdvice.None });

    /// <summary>The same failure with more that is known of it, before it is thrown.</summary>
    internal WxCloudException With(Func<Failure, Failure> more) => new(more(_failure), InnerException);

    /// <summary>The same failure with other details. The original one, with its stack trace, is the inner exception.</summary>
    private WxCloudException Again(Failure failure) => new(failure, InnerException as WxCloudException ?? this);

    /// <summary>Whether one is equal to the other or its tail, as a file name is of its full path and a cloud path is of its fileID.</summary>
    private static bool IsTailOf(string tail, string path) =>
        path.EndsWith(tail, StringComparison.Ordinal)
        && (path.Length == tail.Length || path[path.Length - tail.Length - 1] is '/' or '\\');

    private IEnumerable<string> Details()
    {
        if (Origin is not null && !_failure.Text.Contains(Origin, StringComparison.Ordinal))
        {
            yield return Origin;
        }

        if (RequestId is not null && !_failure.Text.Contains(RequestId, StringComparison.Ordinal))
        {
            yield return "request " + RequestId;
        }
    }
}
