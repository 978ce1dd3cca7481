using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;
using WxCloud.Errors;

namespace WxCloud.Http;

/// <summary>
/// Retries what can succeed: exponential back-off with jitter, the wait that the service requests, and a bounded
/// total. Whether to retry is a property of the error (<see cref="WxCloudException.RetryAdvice"/>).
/// </summary>
/// <remarks>The pipeline is built at the first failure: it takes a tenth of what the first call of a session takes.</remarks>
internal sealed class RetryPolicy
{
    private const int MaxRetries = 5;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(20);

    /// <summary>No new try starts later than this after the first one failed.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMinutes(2);

    private static readonly ResiliencePropertyKey<long> s_firstFailure = new("first failure");

    private readonly Lazy<ResiliencePipeline> _pipeline;
    private readonly TimeProvider _timeProvider;

    public RetryPolicy(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _pipeline = new(() => new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = ShouldTryAgain,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxRetryAttempts = MaxRetries,
                Delay = s_firstDelay,
                MaxDelay = s_maxDelay,
                DelayGenerator = static arguments => new((arguments.Outcome.Exception as WxCloudException)?.RetryAfter),
            })
            .Build());
    }

    /// <summary>Runs a step that may be repeated, until it succeeds or another try would not help.</summary>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        WxCloudException? firstFailure;
        try
        {
            return await step(cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (CanBeRepeated(e))
        {
            firstFailure = e;
        }

        try
        {
            return await _pipeline.Value.ExecuteAsync(NextTryAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.TryOnceMore)
        {
            // A caller that retries as well must not repeat these attempts.
            throw e.WithoutRetry();
        }

        // The pipeline's first try is the one above.
        async ValueTask<T> NextTryAsync(CancellationToken token) =>
            Interlocked.Exchange(ref firstFailure, null) is { } failure ? throw failure : await step(token).ConfigureAwait(false);
    }

    private static bool CanBeRepeated(WxCloudException error) =>
        error.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.TryOnceMore or RetryAdvice.RenewTicket;

    private ValueTask<bool> ShouldTryAgain(RetryPredicateArguments<object> arguments)
    {
        var error = arguments.Outcome.Exception as WxCloudException;
        var canSucceed = error?.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.RenewTicket
            || (error?.RetryAdvice == RetryAdvice.TryOnceMore && arguments.AttemptNumber == 0);
        if (!canSucceed)
        {
            return new(false);
        }

        var now = _timeProvider.GetTimestamp();
        if (arguments.AttemptNumber == 0)
        {
            arguments.Context.Properties.Set(s_firstFailure, now);
        }

        var left = s_budget - _timeProvider.GetElapsedTime(arguments.Context.Properties.GetValue(s_firstFailure, now), now);
        return new(left > (error!.RetryAfter ?? TimeSpan.Zero));
    }
}
