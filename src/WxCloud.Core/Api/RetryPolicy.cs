using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace WxCloud.Api;

/// <summary>
/// Tries again what can succeed: exponential back-off with jitter, the wait that the service asks for, and a bounded
/// total. Whether a failure is worth it stands in the error itself (<see cref="WxCloudException.Remedy"/>).
/// </summary>
internal sealed class RetryPolicy
{
    private const int MaxRetries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(20);

    /// <summary>No new try starts later than this after the first one failed.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMinutes(2);

    private static readonly ResiliencePropertyKey<long> s_started = new("started");

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _timeProvider;

    public RetryPolicy(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
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
            .Build();
    }

    /// <summary>Runs a step that may be repeated, until it succeeds or another try would not help.</summary>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(s_started, _timeProvider.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, step) => step(context.CancellationToken), context, step).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.Remedy is Remedy.TryAgain or Remedy.TryOnceMore)
        {
            // Whoever called us must not begin the same tries anew.
            e.Remedy = Remedy.None;
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
        var canSucceed = error?.Remedy is Remedy.TryAgain or Remedy.RenewTicket || (error?.Remedy == Remedy.TryOnceMore && arguments.AttemptNumber == 0);
        if (!canSucceed)
        {
            return new(false);
        }

        arguments.Context.Properties.TryGetValue(s_started, out var started);
        var left = s_budget - _timeProvider.GetElapsedTime(started);
        return new(left > (error!.RetryAfter ?? TimeSpan.Zero));
    }
}
