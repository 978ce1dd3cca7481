using WxCloud.Api;
using WxCloud.Errors;
using Xunit;

namespace WxCloud.Core.Tests.Api;

public sealed class ServiceFailureTests
{
    [Theory]
    [InlineData("invalid appid rid: 65a1b2c3-0d4e5f60-1a2b3c4d", "invalid appid", "65a1b2c3-0d4e5f60-1a2b3c4d")]
    [InlineData("invalid appid, rid: 65a1b2c3-0d4e5f60-1a2b3c4d", "invalid appid", "65a1b2c3-0d4e5f60-1a2b3c4d")]
    [InlineData("invalid credential hint: [4kHbtgsFE-vKxqOA]", "invalid credential", "4kHbtgsFE-vKxqOA")]
    [InlineData("invalid code, hints: [ req_id: uhJDVZyFe-YZguHA ]", "invalid code", "uhJDVZyFe-YZguHA")]
    [InlineData("system error", "system error", null)]
    [InlineData(null, null, null)]
    public void Every_shape_of_request_id_is_read(string? errmsg, string? said, string? requestId)
    {
        var error = ServiceFailure.FromErrcode("tcb/uploadfile", 40013, errmsg, requestId: null, 200);
        Assert.Equal((said, requestId, 40013), (error.Errmsg, error.RequestId, error.Errcode));
    }

    [Fact]
    public void A_whitelist_error_shows_the_ip_and_where_to_enter_it()
    {
        var error = ServiceFailure.FromErrcode("cgi-bin/token", 40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3", null, 200);
        Assert.Equal("WxCloud.Token.IpNotAllowed", error.ErrorId);
        Assert.Contains("203.0.113.7", error.Message, System.StringComparison.Ordinal);
        Assert.Contains("203.0.113.7", error.RecommendedAction!, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public void All_three_token_errors_ask_for_another_token(int errcode) =>
        Assert.Equal(RetryAdvice.RenewToken, ServiceFailure.FromErrcode("x", errcode, "", null, 200).RetryAdvice);

    [Theory]
    [InlineData(1, "STORAGE_FILE_NONEXIST")]
    [InlineData(-503003, "storage file not exists")]
    [InlineData(-501001, "STORAGE_FILE_NONEXIST")]
    public void A_missing_file_is_known_by_status_or_by_name(int status, string errmsg) =>
        Assert.Equal("WxCloud.Storage.FileMissing", ServiceFailure.FromItemStatus("cloud://a.b/c", status, errmsg).ErrorId);

    [Fact]
    public void An_unknown_environment_is_fatal() =>
        Assert.True(ServiceFailure.FromErrcode("x", -501007, "invalid parameters [100003] env not exists", null, 200).IsFatal);
}
