using System;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Api;

/// <summary>Calls to the service with an access token: tries again what can succeed, renews a token that was refused.</summary>
internal sealed class ApiClient(ApiEndpoint endpoint, ITokenSource tokens, RetryPolicy retry)
{
    /// <summary>Posts a call that does no harm when it is sent twice.</summary>
    public ValueTask<TReply> PostAsync<TRequest, TReply>(
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken) =>
        retry.RunAsync(token => PostOnceAsync(path, request, requestType, replyType, token), cancellationToken);

    private async ValueTask<TReply> PostOnceAsync<TRequest, TReply>(
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(token).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice == RetryAdvice.RenewToken && token is not null)
        {
            var renewed = await tokens.RenewAsync(token, cancellationToken).ConfigureAwait(false);
            if (renewed is null)
            {
                throw;
            }

            return await SendAsync(renewed).ConfigureAwait(false);
        }

        Task<TReply> SendAsync(AccessToken? token) =>
            endpoint.PostAsync(path, Query(token), request, requestType, replyType, cancellationToken);
    }

    private static string? Query(AccessToken? token) =>
        token is null ? null : $"{token.QueryParameter}={Uri.EscapeDataString(token.Value.Reveal())}";
}
