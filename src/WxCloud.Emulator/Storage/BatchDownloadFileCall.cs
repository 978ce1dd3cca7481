using System.Collections.Generic;
using System.Text.Json;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Storage;

/// <summary><c>POST tcb/batchdownloadfile</c>: a temporary URL per file, in the requested order.</summary>
internal sealed class BatchDownloadFileCall(EnvironmentCatalog environments, ObjectStore store, DownloadLinks links) : IApiCall
{
    public string Path => "tcb/batchdownloadfile";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        var environmentId = request.Arguments.RequiredText("env");
        var list = FileList.Read(request.Arguments, "file_list");
        var environment = environments.Find(environmentId) ?? throw ApiErrors.EnvironmentUnknown();

        var files = new List<FileLink>(list.GetArrayLength());
        foreach (JsonElement entry in list.EnumerateArray())
        {
            var file = ApiArguments.Of(entry, "file_list");
            files.Add(Link(request.Target, environment, file.RequiredText("fileid"), ReadMaxAge(file)));
        }

        return new BatchDownloadFileReply(files);
    }

    private static int ReadMaxAge(ApiArguments file)
    {
        var seconds = file.RequiredNumber("max_age");
        return seconds is >= DownloadLinks.MinAge and <= DownloadLinks.MaxAge
            ? (int)seconds
            : throw ApiErrors.ParameterRefused($"max_age must be {DownloadLinks.MinAge} to {DownloadLinks.MaxAge}");
    }

    private FileLink Link(RequestTarget target, CloudEnvironment environment, string fileId, int maxAge)
    {
        var status = FileList.Find(environment, store, fileId, out ObjectRecord? record);
        var url = status == FileStatus.Ok ? links.Issue(target, environment, record!.Key, maxAge) : string.Empty;
        return new FileLink(fileId, url, status.Code, status.Text);
    }
}

internal sealed record BatchDownloadFileReply(IReadOnlyList<FileLink> FileList) : CloudReply;

/// <summary>One file of the answer; the URL is empty when the status is not 0.</summary>
internal sealed record FileLink(string Fileid, string DownloadUrl, int Status, string Errmsg);
