using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Admin.Requests;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Storage;

namespace WxCloud.Emulator.Admin.Storage;

/// <summary>The <c>storage.*</c> actions (cloudbase-admin.md, section 5). One bad file of a list does not fail the request.</summary>
internal sealed class StorageActions(ObjectStore store, UploadTickets tickets, EmulatorClock clock, bool publicRead)
{
    private const int UploadLifetimeSeconds = 900;
    private const int MaxAgeByDefault = DownloadLinks.MaxAge;

    private readonly EmulatorUrls _uploadUrls = new(raw: false);

    // The SDKs percent-encode the link once themselves.
    private readonly DownloadLinks _links = new(clock, new EmulatorUrls(raw: true), publicRead);

    public IEnumerable<KeyValuePair<string, Func<AdminRequest, Task<DocumentValue>>>> All =>
    [
        new("storage.getUploadMetadata", request => Task.FromResult(UploadMetadata(request))),
        new("storage.batchGetDownloadUrl", request => Task.FromResult(DownloadUrls(request))),
        new("storage.batchDeleteFile", request => Task.FromResult(Delete(request))),
        new("storage.batchCopyFile", request => Task.FromResult(Copy(request))),
    ];

    private static TextValue Text(string text) => new(text);

    private static DocumentValue Data(string name, IEnumerable<DbValue> list) => DocumentValue.Of("data", DocumentValue.Of(name, new ArrayValue([.. list])));

    private static string CodeOf(FileStatus status) => status == FileStatus.Ok ? "SUCCESS" : status.Text;

    /// <exception cref="AdminException">The list is empty or too long.</exception>
    private static T[] Checked<T>(T[] list, string name)
    {
        return list.Length is > 0 and <= FileList.MaxCount ? list : throw new AdminException("INVALID_PARAM", $"{name} must hold 1 to {FileList.MaxCount} entries");
    }

    private static string Member(DbValue item, string name) => item is DocumentValue document && document[name] is TextValue text ? text.Text : string.Empty;

    /// <exception cref="AdminException">The path cannot be stored.</exception>
    private static string KeyOf(CloudEnvironment environment, string path)
    {
        var key = environment.KeyOf(path);
        return CloudPath.IsValid(path) && !CloudPath.IsTooLong(key) ? key : throw new AdminException("INVALID_PARAM", $"'{path}' is no valid path");
    }

    /// <summary>A ticket for a form post or, with <c>method: "put"</c>, a signature for one PUT, which covers the method and the path alone.</summary>
    private DocumentValue UploadMetadata(AdminRequest request)
    {
        var environment = request.Environment;
        var path = request.RequiredText("path");
        var key = KeyOf(environment, path);
        var ticket = tickets.Issue(environment.Bucket, key);
        var authorization = request.Text("method") == "put" ? SignPut(key) : ticket.Authorization;
        return DocumentValue.Of("data", new DocumentValue(
            new Field("url", Text(_uploadUrls.Object(request.Target, environment.Bucket, key))),
            new Field("token", Text(ticket.Token)),
            new Field("authorization", Text(authorization)),
            new Field("fileId", Text(FileId.Of(environment, path).ToString())),
            new Field("cosFileId", Text(FileMetadata.ValueFor(environment.Bucket, key)))));
    }

    private string SignPut(string key)
    {
        var keyTime = string.Create(CultureInfo.InvariantCulture, $"{clock.UnixSeconds};{clock.UnixSeconds + UploadLifetimeSeconds}");
        var signature = CosSigner.Sign(CosSigner.SignKey(EmulatorCredentials.SecretKey, keyTime), keyTime, "put", $"/{key}", [], []);
        return $"q-sign-algorithm=sha1&q-ak={EmulatorCredentials.SecretId}&q-sign-time={keyTime}&q-key-time={keyTime}&q-header-list=&q-url-param-list=&q-signature={signature}";
    }

    private DocumentValue DownloadUrls(AdminRequest request)
    {
        return Data("download_list", Checked(request.Items("file_list"), "file_list").Select(item =>
        {
            var fileId = Member(item, "fileid");
            var maxAge = item is DocumentValue file && file["max_age"] is NumberValue seconds ? (int)Math.Clamp(seconds.ToDouble(), DownloadLinks.MinAge, DownloadLinks.MaxAge) : MaxAgeByDefault;
            var status = FileList.Find(request.Environment, store, fileId, out var record);
            return new DocumentValue(
                new Field("code", Text(CodeOf(status))),
                new Field("fileID", Text(fileId)),
                new Field("tempFileURL", Text(record is null || status != FileStatus.Ok ? string.Empty : _links.Issue(request.Target, request.Environment, record.Key, maxAge))),
                new Field("maxAge", NumberValue.Of(maxAge)));
        }));
    }

    private DocumentValue Delete(AdminRequest request)
    {
        return Data("delete_list", Checked(request.Texts("fileid_list"), "fileid_list").Select(fileId =>
        {
            var status = FileList.Find(request.Environment, store, fileId, out var record);
            if (record is not null && status == FileStatus.Ok)
            {
                store.Delete(record.Bucket, record.Key);
            }

            return new DocumentValue(new Field("code", Text(CodeOf(status))), new Field("fileID", Text(fileId)));
        }));
    }

    private DocumentValue Copy(AdminRequest request)
    {
        List<DbValue> results = [];
        foreach (var item in Checked(request.Items("file_list"), "file_list"))
        {
            var (code, message) = Copy(request.Environment, item);
            var fileId = code == "SUCCESS" ? FileId.Of(request.Environment, Member(item, "dst_path")).ToString() : string.Empty;
            results.Add(new DocumentValue(new Field("fileId", Text(fileId)), new Field("code", Text(code)), new Field("message", Text(message))));
        }

        return Data("copy_list", results);
    }

    private (string Code, string Message) Copy(CloudEnvironment environment, DbValue item)
    {
        var sourceKey = environment.KeyOf(Member(item, "src_path"));
        var targetKey = KeyOf(environment, Member(item, "dst_path"));
        var options = item as DocumentValue ?? DocumentValue.Empty;
        if (store.Find(environment.Bucket, targetKey) is not null && options["overwrite"] is BooleanValue { IsTrue: false })
        {
            return ("STORAGE_FILE_PATH_CONFLICT", "a file of that name exists");
        }

        var copy = store.Copy(environment.Bucket, sourceKey, source => source with
        {
            Key = targetKey,
            LastModified = DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds),
            Headers = new(source.Headers, source.Headers.Comparer) { [ObjectRecord.FileIdHeader] = FileMetadata.ValueFor(environment.Bucket, targetKey) },
        });
        if (copy is null)
        {
            return (FileStatus.Nonexistent.Text, "the source does not exist");
        }

        if (options["remove_original"].IsTrue)
        {
            store.Delete(environment.Bucket, sourceKey);
        }

        return ("SUCCESS", string.Empty);
    }
}
