using System;
using WxCloud.Model;

namespace WxCloud.Storage;

/// <summary>A temporary URL as the engine uses it: parsed once, when the service hands it out.</summary>
/// <param name="FileId">The requested file.</param>
/// <param name="Address">The address, percent-encoded once.</param>
/// <param name="MaxAge">The requested lifetime, in seconds.</param>
/// <param name="ExpiresOn">When the link expires; <see langword="null"/> for a publicly readable file, whose link does not.</param>
/// <param name="StatusMessage">The service's words for the status.</param>
internal sealed record FileLink(FileId FileId, Uri Address, int MaxAge, DateTimeOffset? ExpiresOn, string StatusMessage)
{
    /// <summary>The link as the faces emit it.</summary>
    public WxTempFileUrl ToResult() => new()
    {
        FileId = FileId.Text,
        Url = Address.AbsoluteUri,
        MaxAge = MaxAge,
        ExpiresOn = ExpiresOn,
        StatusMessage = StatusMessage,
    };
}
