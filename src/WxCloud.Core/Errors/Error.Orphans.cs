using static WxCloud.WxCloudErrorCategory;

namespace WxCloud.Errors;

// The errors of searches over a whole environment.
internal static partial class Error
{
    /// <param name="cause">Why they could not be listed.</param>
    public static WxCloudException FilesNotListed(WxCloudException? cause) =>
        Because(cause, Make("Orphan.FilesNotListed", ReadError, null, cause, cause?.Message));

    /// <param name="cause">Why it could not be read.</param>
    public static WxCloudException CollectionNotRead(WxCloudException? cause) =>
        Because(cause, Make("Orphan.CollectionNotRead", ReadError, null, cause, cause?.Message));

    public static WxCloudException CollectionChanged(string collection) => About("Database.CollectionChanged", ResourceBusy, collection);

    private static WxCloudException Because(WxCloudException? cause, Failure failure) => failure with
    {
        Errcode = cause?.Errcode,
        Errmsg = cause?.Errmsg,
        HttpStatus = cause?.HttpStatus,
        RequestId = cause?.RequestId,
    };
}
