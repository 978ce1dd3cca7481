using System;
using WxCloud.Secrets;

namespace WxCloud.Model;

/// <summary>What <c>tcb/uploadfile</c> returns: where a file may be posted, and with which fields.</summary>
/// <param name="Url">The object host, path style.</param>
/// <param name="CloudPath">The path that the ticket is for.</param>
/// <param name="Authorization">The signature, which goes whole into one field.</param>
/// <param name="SecurityToken">The session token.</param>
/// <param name="FileId">The fileID that the file will have.</param>
/// <param name="CosFileId">The metadata without which the cloud cannot use the file.</param>
/// <param name="ObtainedOn">When it was issued; it is valid for 900 seconds.</param>
internal sealed record UploadTicket(
    Uri Url,
    string CloudPath,
    Secret Authorization,
    Secret SecurityToken,
    FileId FileId,
    string CosFileId,
    DateTimeOffset ObtainedOn);
