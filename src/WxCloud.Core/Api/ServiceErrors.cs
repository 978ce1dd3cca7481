using System.Collections.Generic;
using static WxCloud.Remedy;
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
    private static readonly ServiceError s_unknown = new("Api.Failed", NotSpecified, None);

    private static readonly Dictionary<int, ServiceError> s_byErrcode = Index(
        new("Api.SystemBusy", ResourceBusy, TryAgain, -1, -1000, -501001, -501018, -502010, -504001, -601001, -604103),
        new("Api.ServiceTimeout", OperationTimeout, TryAgain, -501002, -502011, -601003, -601008, -604102),
        new("Api.TooManyAtOnce", LimitsExceeded, TryAgain, -501004),
        new("Token.Refused", AuthenticationError, RenewToken, 40001, 40014, 42001),
        new("Token.Missing", AuthenticationError, None, 41001),
        new("Token.SecretWrong", AuthenticationError, None, 40125, 41004),
        new("Token.AppIdWrong", AuthenticationError, None, 40013, 41002),
        new("Token.SecretFrozen", AuthenticationError, None, 40243),
        new("Token.IpNotAllowed", PermissionDenied, None, 40164, 61004, 45035),
        new("Token.AdminMustConfirm", PermissionDenied, None, 89501, 89503),
        new("Token.AdminRefused", PermissionDenied, None, 89506, 89507),
        new("Token.ContainerNotReady", ResourceBusy, TryAgain, 85113),
        new("Token.ComponentTicket", AuthenticationError, None, 61005, 61006, 61011, 41018),
        new("Api.NotAuthorised", PermissionDenied, None, 48001, 48004, 50001, 61003, 61007, 85105, 85107, 85112, -601004, -501019, -604101),
        new("Api.AccountBlocked", PermissionDenied, None, 50002, 50004, 50007),
        new("Api.QuotaUsedUp", QuotaExceeded, None, 45009, -501003, -501015, -501016, -501017),
        new("Api.MinuteQuota", QuotaExceeded, None, 45011),
        new("Api.InvalidArgument", InvalidArgument, None, 40097, 40101, 40002, 43001, 43002, 43003, 44002, 47001, -501006, -501007, -501020, -501021, -601002),
        new("Api.TooLarge", LimitsExceeded, None, 45002, -403001, -602001, -604001),
        new("Api.UnknownPath", NotEnabled, None, 40066, -604100),
        new("Api.CloudNotEnabled", NotEnabled, None, 85088),
        new("Api.EnvironmentInvalid", InvalidArgument, None, -501005, -501009),
        new("Login.CodeInvalid", InvalidArgument, None, 40029, 41008),
        new("Login.Blocked", PermissionDenied, None, 40226),
        new("Login.OpenIdInvalid", InvalidArgument, None, 40003),
        new("Storage.Failed", ResourceBusy, TryAgain, -503001),
        new("Storage.NoPermission", PermissionDenied, None, -503002),
        new("Storage.FileMissing", ObjectNotFound, None, 1, -503003),
        new("Storage.MetadataBroken", InvalidData, None, -503004),
        new("Database.Failed", ResourceBusy, TryAgain, -502001),
        new("Database.CommandIllegal", InvalidArgument, None, -502002, -602002),
        new("Database.NoPermission", PermissionDenied, None, -502003),
        new("Database.TooManyCollections", LimitsExceeded, None, -502004),
        new("Database.CollectionMissing", ObjectNotFound, None, -502005),
        new("Function.Failed", InvalidResult, None, -504002, -404011));

    /// <summary>The meaning of an errcode; an unknown one is a failure that nobody can mend by trying again.</summary>
    public static ServiceError Find(int errcode) => s_byErrcode.TryGetValue(errcode, out var known) ? known : s_unknown;

    private static Dictionary<int, ServiceError> Index(params ServiceError[] errors)
    {
        var index = new Dictionary<int, ServiceError>();
        foreach (var error in errors)
        {
            foreach (var errcode in error.Errcodes)
            {
                index.Add(errcode, error);
            }
        }

        return index;
    }
}

/// <summary>One row of the table.</summary>
internal sealed record ServiceError(string Reason, WxCloudErrorCategory Category, Remedy Remedy, params int[] Errcodes);
