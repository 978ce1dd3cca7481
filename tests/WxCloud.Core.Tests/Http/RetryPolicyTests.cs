using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Errors;
using WxCloud.Http;
using Xunit;

namespace WxCloud.Core.Tests.Http;

/// <summary>How often a step is repeated, and for how long.</summary>
public sealed class RetryPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData((int)RetryAdvice.None, 1)]
    [InlineData((int)RetryAdvice.TryOnceMore, 2)]
    [InlineData((int)RetryAdvice.TryAgain, 6)]
    [InlineData((int)RetryAdvice.RenewTicket, 6)]
    [InlineData((int)RetryAdvice.RenewToken, 1)]
    public async Task The_retry_advice_of_the_error_limits_the_attempts(int advice, int tries)
    {
        var (calls, _) = await FailAsync(new("Test", WxCloudErrorCategory.InvalidResult, "text") { RetryAdvice = (RetryAdvice)advice });
        Assert.Equal(tries, calls);
    }

    [Fact]
    public async Task An_error_that_was_retried_is_not_retried_by_the_caller()
    {
        var (_, error) = await FailAsync(new("Test", WxCloudErrorCategory.InvalidResult, "text") { RetryAdvice = RetryAdvice.TryAgain });
        Assert.Equal(RetryAdvice.None, error.RetryAdvice);
    }

    [Theory]
    [InlineData(10, 6)]
    [InlineData(121, 1)]
    public async Task A_wait_beyond_the_total_limit_is_not_started(int seconds, int tries)
    {
        var (calls, _) = await FailAsync(new("Test", WxCloudErrorCategory.InvalidResult, "text")
        {
            RetryAdvice = RetryAdvice.TryAgain,
            RetryAfter = TimeSpan.FromSeconds(seconds),
        });
        Assert.Equal(tries, calls);
    }

    [Fact]
    public void Retry_after_is_a_number_of_seconds_or_a_date_and_never_negative()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(7), Read(new(TimeSpan.FromSeconds(7))));
        Assert.Equal(TimeSpan.FromSeconds(9), Read(new(now.AddSeconds(9))));
        Assert.Equal(TimeSpan.Zero, Read(new(now.AddSeconds(-9))));
        Assert.Null(Read(null));

        TimeSpan? Read(RetryConditionHeaderValue? value)
        {
            using var response = new HttpResponseMessage();
            response.Headers.Date = now;
            response.Headers.RetryAfter = value;
            return RetryAfterHeader.Read(response);
        }
    }

    [Theory]
    [InlineData("https://a.example/x", "http://a.example/y", null)]
    [InlineData("https://a.example/x", "https://b.example/y", "https://b.example/y")]
    [InlineData("http://a.example/x", "https://b.example/y", "https://b.example/y")]
    [InlineData("https://a.example/x/", "y", "https://a.example/x/y")]
    public void A_redirect_never_leads_from_https_to_http(string from, string location, string? target)
    {
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.Found);
        response.Headers.Location = new(location, UriKind.RelativeOrAbsolute);
        if (target is null)
        {
            Assert.Equal("WxCloud.Transport.TooManyRedirects", Assert.Throws<WxCloudException>(() => Redirects.Target(new(from), response)).ErrorId);
        }
        else
        {
            Assert.Equal(new Uri(target), Redirects.Target(new(from), response));
        }
    }

    private static async Task<(int Calls, WxCloudException Error)> FailAsync(Failure failure)
    {
        var calls = 0;
        var error = await Assert.ThrowsAsync<WxCloudException>(() => new RetryPolicy(new AcceleratedTime()).RunAsync<int>(Fail, Token).AsTask());
        return (calls, error);

        ValueTask<int> Fail(CancellationToken cancellationToken)
        {
            calls++;
            throw new WxCloudException(failure);
        }
    }
}
