using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Errors;

namespace WxCloud.Http;

/// <summary>Reads the body of a reply that has no reason to be long.</summary>
internal static class BoundedBody
{
    /// <param name="uri">Where it comes from.</param>
    /// <param name="response">The reply.</param>
    /// <param name="watch">Reset at every piece.</param>
    /// <param name="mostBytes">Its limit.</param>
    /// <param name="what">What an error calls it.</param>
    /// <exception cref="WxCloudException">It is longer, or the network failed.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Uri uri, HttpResponseMessage response, SilenceWatch watch, int mostBytes, string what)
    {
        using var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await HttpTransport.ReadAsync(uri, watch, stream, buffer).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > mostBytes)
            {
                throw Error.AnswerTooLarge(what, mostBytes);
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
