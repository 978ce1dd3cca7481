using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxCloud.Api;

/// <summary>How the service's JSON is read and written: tolerant of whole numbers in strings and of those written as 0.0, Chinese left as it is.</summary>
internal static class ApiJson
{
    /// <summary>Options for one area's serializer context, which takes them over for itself.</summary>
    public static JsonSerializerOptions NewOptions() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new WholeNumberConverter(), new WholeInt32Converter() },
    };
}
