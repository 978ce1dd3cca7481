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
        retry.RunAsync(token => PostWithoutRetryAsync(path, request, requestType, replyType, token), cancellationToken);

    /// <summary>
    /// Posts a call that must not be carried out twice. It is sent again only when the first one cannot have arrived, or was refused
    /// for its token.
    /// </summary>
    public ValueTask<TReply> PostOnceAsync<TRequest, TReply>(
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken) =>
        retry.RunAsync(
            async token =>
            {
                try
                {
                    return await PostWithoutRetryAsync(path, request, requestType, replyType, token).ConfigureAwait(false);
                }
                catch (WxCloudException e) when (IsUncertain(e))
                {
                    throw Error.OutcomeUnknown(e);
                }
            },
            cancellationToken);

    /// <summary>Posts a call once, or a second time with a new token: for callers that have their own retry policy.</summary>
    public async ValueTask<TReply> PostWithoutRetryAsync<TRequest, TReply>(
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

            return await SendRenewedAsync(renewed).ConfigureAwait(false);
        }

        async Task<TReply> SendRenewedAsync(AccessToken renewed)
        {
            try
            {
                return await SendAsync(renewed).ConfigureAwait(false);
            }
            catch (WxCloudException e) when (e.RetryAdvice == RetryAdvice.RenewToken && renewed.Source == WxTokenOrigin.Cache)
            {
                // The one that another process of the user had was replaced as well, from elsewhere.
                var fresh = await tokens.RenewAsync(renewed, cancellationToken).ConfigureAwait(false);
                if (fresh is null)
                {
                    throw;
                }

                return await SendAsync(fresh).ConfigureAwait(false);
            }
        }

        Task<TReply> SendAsync(AccessToken? token) =>
            endpoint.PostAsync(path, Query(token), request, requestType, replyType, cancellationToken);
    }

    /// <summary>Whether a call that failed so may have been carried out all the same.</summary>
    private static bool IsUncertain(WxCloudException error) =>
        error.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.TryOnceMore
        && error.Stage is not (FailureStage.NameResolution or FailureStage.Connection or FailureStage.Token);

    private static string? Query(AccessToken? token) =>
        token is null ? null : $"{token.QueryParameter}={Uri.EscapeDataString(token.Value.Reveal())}";
}
