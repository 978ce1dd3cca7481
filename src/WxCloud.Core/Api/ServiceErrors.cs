using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Errors;
using static WxCloud.Errors.RetryAdvice;
using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Api;

/// <summary>
/// What an errcode of the service means: the reason it is reported under, its category, and whether another try can
/// help. The one table of it; the facts are those of the WeChat error pages
/// (developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html and
/// developers.weixin.qq.com/miniprogram/dev/wxcloud/reference/errcode.html), the remedy is our judgement.
/// </summary>
internal static class ServiceErrors
{
    private static readonly ServiceError s_unknown = new("Api.Failed", NotSpecified, None) { Errcodes = [-501000] };

    /// <summary>All rows, in the order in which people read them.</summary>
    public static IReadOnlyList<ServiceError> All { get; } =
    [
        new("Token.Refused", AuthenticationError, RenewToken) { Stage = FailureStage.Token, Errcodes = [40001, 40014, 42001] },
        new("Token.Missing", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [41001] },
        new("Token.SecretWrong", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [40125, 41004] },
        new("Token.AppIdWrong", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [40013, 41002] },
        new("Token.SecretFrozen", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [40243] },
        new("Token.IpNotAllowed", PermissionDenied, None) { Stage = FailureStage.IPWhitelist, Errcodes = [40164, 45035, 61004] },
        new("Token.AdminMustConfirm", PermissionDenied, None) { Stage = FailureStage.IPWhitelist, Errcodes = [89501, 89503] },
        new("Token.AdminRefused", PermissionDenied, None) { Stage = FailureStage.IPWhitelist, Errcodes = [89506, 89507] },
        new("Token.ContainerNotReady", ResourceBusy, TryAgain) { Stage = FailureStage.Token, Errcodes = [85113] },
        new("Token.ComponentTicket", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [61005, 61006] },
        new("Token.ComponentWrong", AuthenticationError, None) { Stage = FailureStage.Token, Errcodes = [41018, 61011] },
        new("Api.NotAuthorised", PermissionDenied, None)
        {
            Errcodes =
            [
                48001, 48004, 50001, 61003, 61007, 85105, 85107, 85112,
                -401001, -501008, -501019, -601004, -602018, -604101, -604104,
                .. Range(-601007, -601005), .. Range(-601018, -601009),
            ],
        },
        new("Api.AccountBlocked", PermissionDenied, None) { IsFatal = true, Errcodes = [50002, 50004, 50007] },
        new("Api.CloudNotEnabled", NotEnabled, None) { Stage = FailureStage.Environment, Errcodes = [85088] },
        new("Api.EnvironmentInvalid", InvalidArgument, None) { Stage = FailureStage.Environment, Errcodes = [-501005, -501009] },
        new("Api.QuotaUsedUp", QuotaExceeded, None) { Errcodes = [45009, -501003, -501015, -501016, -501017], Names = ["EXCEED_REQUEST_LIMIT"] },
        new("Api.MinuteQuota", QuotaExceeded, None) { Errcodes = [45011] },
        new("Api.TooManyAtOnce", LimitsExceeded, TryAgain) { Errcodes = [-501004], Names = ["EXCEED_CONCURRENT_REQUEST_LIMIT"] },
        new("Api.SystemBusy", ResourceBusy, TryAgain)
        {
            Errcodes =
            [
                -1, -1000, -501001, -501018, -504001, -601001, -604103,
                .. Range(-402011, -402002), .. Range(-404010, -404001), -404012,
            ],
            Names = ["SYS_ERR"],
        },
        new("Api.ServiceTimeout", OperationTimeout, TryAgain) { Errcodes = [-501002, -502011, -601003, -601008, -604102] },
        new("Api.InvalidArgument", InvalidArgument, None)
        {
            Errcodes =
            [
                40002, 40097, 40101, 43001, 43002, 43003, 44002, 47001,
                -401002, -401003, -402001, -501006, -501007, -501020, -501021, -601002,
            ],
            Names = ["INVALID_PARAM"],
        },
        new("Api.TooLarge", LimitsExceeded, None) { Errcodes = [45002, -403001, -602001, -604001], Names = ["EXCEED_UPLOAD_MAXFILESIZE"] },
        new("Api.UnknownPath", NotEnabled, None) { Errcodes = [40066, -604100] },
        new("Login.CodeInvalid", InvalidArgument, None) { Errcodes = [40029, 40163, 41008] },
        new("Login.Blocked", PermissionDenied, None) { Errcodes = [40226] },
        new("Login.OpenIdInvalid", InvalidArgument, None) { Errcodes = [40003] },
        new("Storage.FileMissing", ObjectNotFound, None) { Errcodes = [1, -503003], Names = ["STORAGE_FILE_NONEXIST"] },
        new("Storage.NoPermission", PermissionDenied, None) { Errcodes = [-503002], Names = ["STORAGE_EXCEED_AUTHORITY"] },
        new("Storage.Failed", ResourceBusy, TryAgain) { Errcodes = [-503001], Names = ["STORAGE_REQUEST_FAIL"] },
        new("Storage.MetadataBroken", InvalidData, None) { Errcodes = [-503004] },
        new("Storage.PathConflict", ResourceExists, None) { Names = ["STORAGE_FILE_PATH_CONFLICT"] },
        new("Storage.SignatureInvalid", PermissionDenied, RenewTicket)
        {
            Names = ["STORAGE_SIGN_PARAM_INVALID", "CDN_SIGNATURE_MISSING", "CDN_INVALID_SIGNATURE", "CDN_SIGNATURE_EXPIRED"],
        },
        new("Database.Failed", ResourceBusy, TryOnceMore) { Errcodes = [-502001, -502010, -502012, -502013, -502014, -502015] },
        new("Database.CommandIllegal", InvalidArgument, None) { Errcodes = [-502002, -602002] },
        new("Database.NoPermission", PermissionDenied, None) { Errcodes = [-502003] },
        new("Database.TooManyCollections", LimitsExceeded, None) { Errcodes = [-502004] },
        new("Database.DuplicateKey", ResourceExists, None) { Names = ["E11000"] },
        new("Database.CollectionExists", ResourceExists, None) { Names = ["ResourceExist"] },
        new("Database.CollectionMissing", ObjectNotFound, None) { Errcodes = [-502005] },
        new("Function.TimeLimit", OperationTimeout, None) { Errcodes = [-504003], Names = ["FUNCTIONS_TIME_LIMIT_EXCEEDED"] },
        new("Function.Missing", ObjectNotFound, None) { Names = ["FunctionName parameter could not be found"] },
        new("Function.Failed", InvalidResult, None) { Errcodes = [-404011, -504002] },
        s_unknown,
    ];

    private static readonly Dictionary<int, ServiceError> s_byErrcode = All
        .SelectMany(static error => error.Errcodes.Select(errcode => new KeyValuePair<int, ServiceError>(errcode, error)))
        .ToDictionary(static pair => pair.Key, static pair => pair.Value);

    /// <summary>The meaning of an errcode; an unknown one is a permanent failure.</summary>
    public static ServiceError Find(int errcode) => s_byErrcode.TryGetValue(errcode, out var known) ? known : s_unknown;

    /// <summary>The meaning of an errcode and its errmsg. The storage of CloudBase names its errors in words
    /// (docs.cloudbase.net/error-code/basic), and these are more specific than a number with many causes.</summary>
    public static ServiceError Find(int errcode, string? errmsg) =>
        errmsg is null ? Find(errcode) : All.FirstOrDefault(error => error.Names.Any(name => IsNamed(errmsg, name))) ?? Find(errcode);

    /// <summary>Whether a text holds a name as a word: one may be the end of another.</summary>
    private static bool IsNamed(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.Ordinal);
        return at >= 0
            && (at == 0 || !IsPartOfName(text[at - 1]))
            && (at + name.Length == text.Length || !IsPartOfName(text[at + name.Length]));
    }

    private static bool IsPartOfName(char character) => character == '_' || char.IsLetterOrDigit(character);

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
}

/// <summary>One row of the table.</summary>
/// <param name="Reason">The id without its prefix, and the key of its texts.</param>
/// <param name="Category">What kind of failure it is.</param>
/// <param name="RetryAdvice">What the engine can do about it.</param>
internal sealed record ServiceError(string Reason, WxCloudErrorCategory Category, RetryAdvice RetryAdvice)
{
    /// <summary>The step at which a call fails so.</summary>
    public FailureStage Stage { get; init; }

    /// <summary>Whether every other item would fail as well, which is true of each failure before the call itself.</summary>
    public bool IsFatal { get => field || Stage != FailureStage.Other; init; }

    /// <summary>The numbers that mean it.</summary>
    public IReadOnlyList<int> Errcodes { get; init; } = [];

    /// <summary>The words in an errmsg that mean it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
