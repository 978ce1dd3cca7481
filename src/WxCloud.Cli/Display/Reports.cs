using System;

namespace WxCloud.Cli.Display;

/// <summary>An error as programs read it.</summary>
/// <param name="Item">The item as it was given; <see langword="null"/> when the error is about none.</param>
/// <param name="ErrorId">The stable id.</param>
/// <param name="Message">The message, in the language of the user.</param>
/// <param name="RecommendedAction">What to do; <see langword="null"/> when there is nothing to add.</param>
/// <param name="Errcode">The service's errcode; <see langword="null"/> when it gave none.</param>
/// <param name="RequestId">The id for support; <see langword="null"/> when there is none.</param>
/// <param name="HttpStatus">The HTTP status; <see langword="null"/> when there was no reply.</param>
internal sealed record ErrorReport(
    string? Item,
    string ErrorId,
    string Message,
    string? RecommendedAction,
    int? Errcode,
    string? RequestId,
    int? HttpStatus)
{
    public static ErrorReport From(WxCloudException error, string? item) =>
        new(item ?? error.Target, error.ErrorId, error.Message, error.RecommendedAction, error.Errcode, error.RequestId, error.HttpStatus);

    /// <summary>An error of the command line itself.</summary>
    public static ErrorReport Of(string errorId, string message, string? item = null) =>
        new(item, errorId, message, RecommendedAction: null, Errcode: null, RequestId: null, HttpStatus: null);
}

/// <summary>An access token without its text.</summary>
/// <param name="Kind">The kind of token.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="ExpiresOn">When it expires; <see langword="null"/> when that is unknown.</param>
internal sealed record TokenReport(string Kind, string Source, DateTimeOffset? ExpiresOn);

/// <summary>A user's session as programs read it.</summary>
/// <param name="OpenId">The user's id in this Mini Program.</param>
/// <param name="UnionId">The user's id over all apps of the Open Platform account; <see langword="null"/> without one.</param>
/// <param name="SessionKey">The key of the session; <see langword="null"/> unless it was requested.</param>
internal sealed record LoginReport(string OpenId, string? UnionId, string? SessionKey);

/// <summary>A number of documents as programs read it.</summary>
internal sealed record CountReport(long Count);

/// <summary>The result of a verification that found no damage.</summary>
/// <param name="Path">The full path of the backup.</param>
/// <param name="Intact">Whether it is as it was saved.</param>
internal sealed record VerificationReport(string Path, bool Intact);

/// <summary>The result for an item that has only a name.</summary>
internal sealed record NameReport(string Name);
