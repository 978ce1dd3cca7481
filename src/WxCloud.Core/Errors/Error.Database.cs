using System;
using System.Globalization;
using WxCloud.Secrets;
using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Errors;

// The errors of the database, the functions and the login.
internal static partial class Error
{
    /// <summary>The same failure of a call that is not repeated, since it may have been carried out.</summary>
    internal static WxCloudException OutcomeUnknown(WxCloudException failure) =>
        failure.WithoutRetry().With(static known => known with { RecommendedAction = Messages.Find("Api.OutcomeUnknown") });

    public static WxCloudException JsonMalformed(string what, Exception cause) => At(FailureStage.Content, About("Database.JsonMalformed", InvalidData, what, cause, cause.Message));

    public static WxCloudException NotADocument(string what) => About("Database.NotADocument", InvalidArgument, what);

    public static WxCloudException ValueNotStorable(string field, string type) => Make("Database.ValueNotStorable", InvalidArgument, field, field, type);

    public static WxCloudException ValueTooDeep(string field, int limit) => Make("Database.ValueTooDeep", LimitsExceeded, field, field, limit);

    public static WxCloudException ValueInCircle(string field) => Make("Database.ValueInCircle", InvalidArgument, field, field);

    public static WxCloudException TextNotUnicode(string field, int position) => Make("Database.TextNotUnicode", InvalidData, field, field, position);

    public static WxCloudException FieldNameInvalid(string field, string name) => Make("Database.FieldNameInvalid", InvalidArgument, field, field, name);

    public static WxCloudException OperatorUnknown(string name, string field, string known) =>
        Make("Database.OperatorUnknown", InvalidArgument, name, name, field, known);

    public static WxCloudException OperatorsMixed(string field) => Make("Database.OperatorsMixed", InvalidArgument, field, field);

    public static WxCloudException OperandWrong(string name, string field, string expected) => Make("Database.OperandWrong", InvalidArgument, name, name, field, expected);

    public static WxCloudException GeometryInvalid(string field) => Make("Database.GeometryInvalid", InvalidArgument, field, field);

    public static WxCloudException StageInvalid(int number) => Make("Database.StageInvalid", InvalidArgument, number.ToString(CultureInfo.InvariantCulture), number);

    public static WxCloudException IndexInvalid(string member) => Make("Database.IndexInvalid", InvalidArgument, member, member);

    public static WxCloudException SortInvalid(string given) => Make("Database.SortInvalid", InvalidArgument, given, given);

    public static WxCloudException IdNotChangeable() => Make("Database.IdNotChangeable", InvalidArgument, "_id");

    public static WxCloudException NothingToChange() => Make("Database.NothingToChange", InvalidArgument, null);

    public static WxCloudException FilterEmpty() => Make("Database.FilterEmpty", InvalidArgument, null);

    public static WxCloudException DocumentMissing(string id, string collection) => About("Database.DocumentMissing", ObjectNotFound, id, collection);

    public static WxCloudException DocumentIdInvalid(string given) => Make("Database.DocumentIdInvalid", InvalidArgument, given, given);

    public static WxCloudException DocumentHasNoId() => Make("Database.DocumentHasNoId", InvalidArgument, null);

    public static WxCloudException MigrationFailed(string collection, long jobId, long succeeded, string? message) =>
        About("Database.MigrationFailed", InvalidResult, collection, collection, jobId, succeeded, message);

    public static WxCloudException EventNotAnObject() => Make("Function.EventNotAnObject", InvalidArgument, null);

    public static WxCloudException DelayInvalid(string seconds) => Make("Function.DelayInvalid", InvalidArgument, seconds, seconds);

    /// <param name="name">The function.</param>
    /// <param name="message">What it threw, in its own words.</param>
    /// <param name="stack">The stack of the exception; <see langword="null"/> when the service did not return it.</param>
    /// <param name="reply">The service's error; <see langword="null"/> when the reply was a success with an error inside.</param>
    public static WxCloudException FunctionThrew(string name, string message, string? stack, WxCloudException? reply) =>
        About("Function.Threw", InvalidResult, name, message) with
        {
            FunctionStack = stack is null ? null : Sanitiser.Clean(stack),
            Errcode = reply?.Errcode,
            Errmsg = reply?.Errmsg,
            RequestId = reply?.RequestId,
            HttpStatus = reply?.HttpStatus,
        };

    /// <summary>The same failure of a call that may be sent again all the same.</summary>
    internal static WxCloudException MayBeSentAgain(WxCloudException failure) => failure.With(static known => known with { RetryAdvice = RetryAdvice.TryAgain });

    public static WxCloudException ParameterNotUsed(string name) => Make("Database.ParameterNotUsed", InvalidArgument, name, name);

    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="problem">What is wrong, in the language of the user.</param>
    public static WxCloudException StatementInvalid(int line, int column, string problem) =>
        Make("Database.StatementInvalid", InvalidArgument, null, problem, line, column);
}
