using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Cos.Buckets;

/// <summary>
/// Sends signed calls to one bucket: new keys once when the old ones are refused, the clock corrected once from the Date of
/// the reply, and another attempt where that can help.
/// </summary>
/// <param name="transport">The way to the bucket.</param>
/// <param name="retry">Tries again what can succeed.</param>
/// <param name="credentials">The keys to sign with.</param>
/// <param name="address">The bucket.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="onMissing">Called when there is no such bucket; <see langword="null"/> when its address came from the service just now.</param>
internal sealed class BucketChannel(
    HttpTransport transport,
    RetryPolicy retry,
    ICosCredentialSource credentials,
    BucketAddress address,
    TimeProvider timeProvider,
    Action? onMissing = null)
{
    /// <summary>The metadata by which the cloud recognizes a file; without it Mini Programs cannot read the object.</summary>
    public const string FileIdMetadata = "x-cos-meta-fileid";

    /// <summary>COS refuses a difference of more than 15 minutes; below this one the signature is not what is wrong.</summary>
    private static readonly TimeSpan s_skewWorthCorrecting = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_validBefore = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_validFor = TimeSpan.FromMinutes(30);

    /// <summary>How far the storage's clock is ahead of this computer's, in ticks.</summary>
    private long _clockOffset;

    public BucketAddress Address => address;

    /// <summary>The time by the storage's clock.</summary>
    private DateTimeOffset Now => timeProvider.GetUtcNow().AddTicks(Interlocked.Read(ref _clockOffset));

    /// <summary>Sends a call that may be repeated, and reads its reply.</summary>
    /// <exception cref="WxCloudException">The storage refused it, or could not be reached.</exception>
    public ValueTask<T> SendAsync<T>(BucketRequest request, Func<BucketReply, Task<T>> read, CancellationToken cancellationToken) =>
        retry.RunAsync(token => AttemptAsync(request, read, token), cancellationToken);

    /// <summary>An address under which an object can be read without keys for some time.</summary>
    /// <exception cref="WxCloudException">There are no keys.</exception>
    public async ValueTask<(Uri Address, DateTimeOffset ExpiresOn)> SignAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        var host = address.For(key, []).Authority;
        var query = RequestSignature.CreateFields(credential, "get", address.PathOf(key), [], [new("host", host)], Now - s_validBefore, Now + lifetime);
        if (credential.SessionToken is { } token)
        {
            query.Add(new("x-cos-security-token", token.Reveal()));
        }

        return (address.For(key, query), timeProvider.GetUtcNow() + lifetime);
    }

    private async ValueTask<T> AttemptAsync<T>(BucketRequest request, Func<BucketReply, Task<T>> read, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        var (hasCorrected, hasRenewed) = (false, false);
        while (true)
        {
            using var watch = transport.Watch(cancellationToken);
            using var message = Sign(request, credential, watch);
            using var response = await transport.SendAsync(message, watch).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return await read(new(request, message.RequestUri!, response, watch)).ConfigureAwait(false);
            }

            var failure = await ObjectFailure.ReadAsync(request.Item, response, watch).ConfigureAwait(false);
            if (failure.Errmsg == "NoSuchBucket")
            {
                onMissing?.Invoke();
            }

            if (!hasCorrected && CorrectClock(failure, response.Headers.Date))
            {
                hasCorrected = true;
                continue;
            }

            // HEAD has no body with the reason. New keys are limited (tcb/getqcloudtoken allows ten calls an hour), so they are not requested on a guess.
            var fresh = failure.RetryAdvice == RetryAdvice.RenewTicket && !hasRenewed && request.Method != HttpMethod.Head
                ? await credentials.RenewAsync(credential, cancellationToken).ConfigureAwait(false)
                : null;
            if (fresh is null)
            {
                throw IsOfTheKeys(failure) ? KeysRefused(request.Item, failure, credential.Origin) : failure;
            }

            credential = fresh;
            hasRenewed = true;
        }
    }

    private RawHeaderRequest Sign(BucketRequest request, CosCredential credential, SilenceWatch watch)
    {
        var uri = address.For(request.Key, request.Query);
        var headers = new List<KeyValuePair<string, string>>(request.Headers) { new("host", uri.Authority) };
        if (credential.SessionToken is { } token)
        {
            headers.Add(new("x-cos-security-token", token.Reveal()));
        }

        var message = new RawHeaderRequest(request.Method, uri) { Content = request.Content?.Invoke(watch) };
        foreach (var (name, value) in headers.Where(static field => field.Key != "host"))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.AcceptEncoding.Add(new("identity"));
        message.Headers.TryAddWithoutValidation(
            "Authorization",
            RequestSignature.Create(credential, request.Method.Method, address.PathOf(request.Key), request.Query, headers.Where(IsSigned), Now - s_validBefore, Now + s_validFor));
        return message;
    }

    /// <summary>How COS encodes other characters for the signature is not documented; what its list does not name need not agree.</summary>
    private static bool IsSigned(KeyValuePair<string, string> field) => field.Value.All(static character => character <= '\x7F');

    /// <summary>ExpiredToken comes with 400 or 403 (cloud.tencent.com/document/product/436/7730); a wrong clock has another error.</summary>
    private static bool IsOfTheKeys(WxCloudException failure) =>
        failure.RetryAdvice == RetryAdvice.RenewTicket || failure.Category == WxCloudErrorCategory.PermissionDenied;

    /// <summary>The error that names where the keys come from, and what to give instead.</summary>
    private static WxCloudException KeysRefused(string item, WxCloudException refusal, CosCredentialOrigin origin)
    {
        var error = origin switch
        {
            CosCredentialOrigin.Container => Error.ContainerKeysRefused(item, refusal.HttpStatus, refusal.Errmsg),
            CosCredentialOrigin.Service => Error.ServiceKeysRefused(item, refusal.HttpStatus, refusal.Errmsg),
            _ => Error.GivenKeysRefused(item, refusal.HttpStatus, refusal.Errmsg),
        };
        return error.With(known => known with
        {
            HttpStatus = refusal.HttpStatus,
            Errmsg = refusal.Errmsg,
            RequestId = refusal.RequestId,
            Origin = refusal.Origin,
        });
    }

    /// <summary>Takes over the storage's clock when the call was refused for this computer's.</summary>
    private bool CorrectClock(WxCloudException failure, DateTimeOffset? theirs)
    {
        if (theirs is not { } date || failure.HttpStatus is not 403)
        {
            return false;
        }

        var offset = (date - timeProvider.GetUtcNow()).Ticks;
        if (Math.Abs(offset - Interlocked.Read(ref _clockOffset)) < s_skewWorthCorrecting.Ticks)
        {
            return false;
        }

        Interlocked.Exchange(ref _clockOffset, offset);
        return true;
    }
}
