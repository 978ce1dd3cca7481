using System.Linq;
using System.Net.Http;

namespace WxCloud.Http;

/// <summary>Header fields of replies that .NET has no name for.</summary>
internal static class ReplyHeaders
{
    /// <summary>The id by which the storage's support finds a call.</summary>
    public const string CosRequestId = "x-cos-request-id";

    extension(HttpResponseMessage response)
    {
        /// <summary>The first value of a field; <see langword="null"/> when the reply has none.</summary>
        public string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
    }
}
