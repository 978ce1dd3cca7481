using WxCloud.Emulator.Api;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Storage;

/// <summary><c>POST tcb/uploadfile</c>: a ticket for one path. It stores nothing; the form post does.</summary>
internal sealed class UploadFileCall(EnvironmentCatalog environments, UploadTickets tickets, EmulatorUrls urls) : IApiCall
{
    public string Path => "tcb/uploadfile";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        var environmentId = request.Arguments.RequiredText("env");
        var path = request.Arguments.RequiredText("path");
        var environment = environments.Find(environmentId) ?? throw ApiErrors.EnvironmentUnknown();
        var key = environment.KeyOf(path);
        if (!CloudPath.IsValid(path) || CloudPath.IsTooLong(key))
        {
            throw ApiErrors.ParameterRefused("invalid path");
        }

        var ticket = tickets.Issue(environment.Bucket, key);
        return new UploadFileReply(
            urls.Object(request.Target, environment.Bucket, key),
            ticket.Token,
            ticket.Authorization,
            FileId.Of(environment, path).ToString(),
            FileMetadata.ValueFor(environment.Bucket, key));
    }
}

/// <summary>The ticket; its parts go into the form fields of wechat-storage.md, section 3.</summary>
internal sealed record UploadFileReply(string Url, string Token, string Authorization, string FileId, string CosFileId) : CloudReply;
