using System.Text.Json;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>The answer of <c>tcb/uploadfile</c>, and the requested path.</summary>
internal sealed record Ticket(string Path, string Url, string Token, string Authorization, string FileId, string CosFileId)
{
    public static Ticket Of(string path, JsonElement reply)
    {
        string Text(string name) => reply.GetProperty(name).GetString()!;
        return new Ticket(path, Text("url"), Text("token"), Text("authorization"), Text("file_id"), Text("cos_file_id"));
    }
}
