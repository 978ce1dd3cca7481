using System.Collections.Generic;
using System.Text.Json;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Storage;

/// <summary><c>POST tcb/batchdeletefile</c>: deletes files, in the requested order.</summary>
internal sealed class BatchDeleteFileCall(EnvironmentCatalog environments, ObjectStore store) : IApiCall
{
    public string Path => "tcb/batchdeletefile";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        var environmentId = request.Arguments.RequiredText("env");
        var list = FileList.Read(request.Arguments, "fileid_list");
        var environment = environments.Find(environmentId) ?? throw ApiErrors.EnvironmentUnknown();

        var fileIds = new List<string>(list.GetArrayLength());
        foreach (JsonElement entry in list.EnumerateArray())
        {
            fileIds.Add(ApiArguments.Text(entry, "fileid_list"));
        }

        return new BatchDeleteFileReply(fileIds.ConvertAll(fileId => Delete(environment, fileId)));
    }

    private FileDeletion Delete(CloudEnvironment environment, string fileId)
    {
        var status = FileList.Find(environment, store, fileId, out ObjectRecord? record);
        if (status == FileStatus.Ok)
        {
            store.Delete(record!.Bucket, record.Key);
        }

        return new FileDeletion(fileId, status.Code, status.Text);
    }
}

internal sealed record BatchDeleteFileReply(IReadOnlyList<FileDeletion> DeleteList) : CloudReply;

/// <summary>One file of the answer.</summary>
internal sealed record FileDeletion(string Fileid, int Status, string Errmsg);
