using WxCloud.Emulator.Api;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Storage;

/// <summary><c>POST tcb/uploadfile</c>: a ticket for one path. It creates nothing; the form post does.</summary>
internal sealed class UploadFileCall(EnvironmentCatalog environments, UploadTickets tickets, EmulatorUrls urls) : IApiCall
{
    public string Path => "tcb/uploadfile";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        string environmentId = request.Arguments.RequiredText("env");
        string path = request.Arguments.RequiredText("path");
        CloudEnvironment environment = environments.Find(environmentId) ?? throw ApiErrors.EnvironmentUnknown();
        if (!CloudPath.IsValid(path))
        {
            throw ApiErrors.ParameterRefused("invalid path");
        }

        UploadTicket ticket = tickets.Issue(environment.Bucket, path);
        return new UploadFileReply(
            urls.Object(request.Target, environment.Bucket, path),
            ticket.Token,
            ticket.Authorization,
            FileId.Of(environment, path).ToString(),
            FileMetadata.ValueFor(environment.Bucket, path));
    }
}

/// <summary>The ticket; its parts go into the form fields of wechat-storage.md, section 3.</summary>
internal sealed record UploadFileReply(string Url, string Token, string Authorization, string FileId, string CosFileId) : CloudReply;
