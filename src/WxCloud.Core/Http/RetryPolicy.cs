using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;
using WxCloud.Errors;

namespace WxCloud.Http;

/// <summary>
/// Tries again what can succeed: exponential back-off with jitter, the wait that the service asks for, and a bounded
/// total. Whether a failure is worth it stands in the error itself (<see cref="WxCloudException.RetryAdvice"/>).
/// </summary>
/// <remarks>Polly is taken up at the first failure: its making takes 15 ms of a command, and its way some of every file.</remarks>
internal sealed class RetryPolicy
{
    private const int MaxRetries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(20);

    /// <summary>No new try starts later than this after the first one failed.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMinutes(2);

    private static readonly ResiliencePropertyKey<long> s_started = new("started");

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
                MaxDelay = s_longestDelay,
                DelayGenerator = static arguments => new((arguments.Outcome.Exception as WxCloudException)?.RetryAfter),
            })
            .Build());
    }

    /// <summary>Runs a step that may be repeated, until it succeeds or another try would not help.</summary>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        WxCloudException failure;
        try
        {
            return await step(cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.TryOnceMore or RetryAdvice.RenewTicket)
        {
            failure = e;
        }

        return await TryAgainAsync(failure, step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on after a first try that failed, which counts as one of the pipeline's.</summary>
    private async ValueTask<T> TryAgainAsync<T>(WxCloudException failure, Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        var isFirst = true;
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(s_started, _timeProvider.GetTimestamp());
        try
        {
            return await _pipeline.Value.ExecuteAsync(
                context =>
                {
                    var wasFirst = isFirst;
                    isFirst = false;
                    return wasFirst ? throw failure : step(context.CancellationToken);
                },
                context).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.TryOnceMore)
        {
            // Whoever called us must not begin the same tries anew.
            e.RetryAdvice = RetryAdvice.None;
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ValueTask<bool> ShouldTryAgain(RetryPredicateArguments<object> arguments)
    {
        var error = arguments.Outcome.Exception as WxCloudException;
        var canSucceed = error?.RetryAdvice is RetryAdvice.TryAgain or RetryAdvice.RenewTicket || (error?.RetryAdvice == RetryAdvice.TryOnceMore && arguments.AttemptNumber == 0);
        if (!canSucceed)
        {
            return new(false);
        }

        arguments.Context.Properties.TryGetValue(s_started, out var started);
        var left = s_budget - _timeProvider.GetElapsedTime(started);
        return new(left > (error!.RetryAfter ?? TimeSpan.Zero));
    }
}
