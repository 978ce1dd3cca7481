using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxCloud.Api;

/// <summary>How the service's JSON is read and written: tolerant of numbers in strings, Chinese left as it is.</summary>
internal static class ApiJson
{
    /// <summary>Options for one area's serializer context, which takes them over for itself.</summary>
    public static JsonSerializerOptions NewOptions() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };
}
