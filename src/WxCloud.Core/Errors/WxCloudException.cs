using System;
using System.Collections.Generic;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud;

/// <summary>
/// The one exception of the engine. It carries a stable id, what the error is about and what to do next; when the
/// service is the origin, also what the service said. No message holds a secret.
/// </summary>
public sealed class WxCloudException : Exception
{
    /// <summary>The prefix of every <see cref="ErrorId"/>.</summary>
    public const string IdPrefix = "WxCloud.";

    private readonly string _text;

    /// <summary>What the message begins with; <see langword="null"/> when the error is about no single item.</summary>
    private readonly string? _subject;

    internal WxCloudException(string reason, WxCloudErrorCategory category, string message, Exception? inner = null, string? item = null)
        : base(message, inner)
    {
        _text = message;
        _subject = item is null ? null : Sanitiser.CleanName(item);
        Target = item;
        ErrorId = IdPrefix + reason;
        Category = category;
    }

    /// <summary>The same failure, seen from elsewhere. It keeps the first one inside, with the place where it was thrown.</summary>
    private WxCloudException(WxCloudException failure, string? subject, string? target, string? origin)
        : base(failure._text, failure.InnerException as WxCloudException ?? failure)
    {
        _text = failure._text;
        _subject = subject;
        ErrorId = failure.ErrorId;
        Category = failure.Category;
        Target = target;
        Origin = origin;
        RecommendedAction = failure.RecommendedAction;
        Errcode = failure.Errcode;
        Errmsg = failure.Errmsg;
        RequestId = failure.RequestId;
        HttpStatus = failure.HttpStatus;
        IsFatal = failure.IsFatal;
        Stage = failure.Stage;
        RetryAdvice = failure.RetryAdvice;
        RetryAfter = failure.RetryAfter;
    }

    /// <summary>The item that the error is about, what happened, and then the host, route and request id.</summary>
    public override string Message
    {
        get
        {
            var details = string.Join(", ", Details());
            var text = details.Length == 0 ? _text : $"{_text} ({details})";
            return _subject is null ? text : $"{_subject}: {text}";
        }
    }

    /// <summary>The stable id <c>WxCloud.Area.Reason</c>, the same in every language.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure.</summary>
    public WxCloudErrorCategory Category { get; }

    /// <summary>The item that the error is about; <see langword="null"/> when it is about no single item.</summary>
    public string? Target { get; internal set; }

    /// <summary>The host and route that answered or should have; <see langword="null"/> when the failure is a local one.</summary>
    internal string? Origin { get; set; }

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

    /// <summary>The step at which the call failed.</summary>
    internal FailureStage Stage { get; set; }

    /// <summary>Whether the network or a busy server is the cause, so that what was transferred may serve a later attempt.</summary>
    internal bool IsOfTheNetwork => Category is WxCloudErrorCategory.ConnectionError or WxCloudErrorCategory.OperationTimeout or WxCloudErrorCategory.ResourceBusy;

    /// <summary>What can be done about it without a person.</summary>
    internal RetryAdvice RetryAdvice { get; set; }

    /// <summary>How long the service asked to wait before another try; <see langword="null"/> when it did not say.</summary>
    internal TimeSpan? RetryAfter { get; set; }

    /// <summary>The same failure as that of an item: the item becomes the target, and the message begins with it.</summary>
    /// <param name="item">The item as it was given: the local path or the fileID.</param>
    internal WxCloudException For(string item)
    {
        var name = Sanitiser.CleanName(item);
        var subject = _subject is null || IsTailOf(_subject, name) || IsTailOf(name, _subject) ? name
            : _subject.StartsWith(name + ": ", StringComparison.Ordinal) ? _subject
            : $"{name}: {_subject}";
        return subject == _subject && item == Target ? this : new(this, subject, item, Origin);
    }

    /// <summary>The same failure with the host and route that it came from.</summary>
    internal WxCloudException From(string origin) => new(this, _subject, Target, Sanitiser.Clean(origin));

    /// <summary>The same failure of a server that serves this item; another item may have another one.</summary>
    internal WxCloudException OfOneItem() => IsFatal ? new(this, _subject, Target, Origin) { IsFatal = false } : this;

    /// <summary>The same failure as one that every other item would meet as well.</summary>
    internal WxCloudException ForEveryItem() => new(this, _subject, Target, Origin) { IsFatal = true };

    /// <summary>The same failure when all that could be tried was tried.</summary>
    internal WxCloudException WithoutRetry() => new(this, _subject, Target, Origin) { RetryAdvice = RetryAdvice.None };

    /// <summary>Whether one is the other or its end, as a file's name is of its full path and a cloud path is of its fileID.</summary>
    private static bool IsTailOf(string tail, string path) =>
        path.EndsWith(tail, StringComparison.Ordinal)
        && (path.Length == tail.Length || path[path.Length - tail.Length - 1] is '/' or '\\');

    private IEnumerable<string> Details()
    {
        if (Origin is not null && !_text.Contains(Origin, StringComparison.Ordinal))
        {
            yield return Origin;
        }

        if (RequestId is not null && !_text.Contains(RequestId, StringComparison.Ordinal))
        {
            yield return "request " + RequestId;
        }
    }
}
