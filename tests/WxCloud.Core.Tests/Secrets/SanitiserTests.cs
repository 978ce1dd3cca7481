using System;
using WxCloud.Secrets;
using Xunit;

namespace WxCloud.Core.Tests.Secrets;

public sealed class SanitiserTests
{
    [Theory]
    [InlineData("GET /tcb/x?access_token=58_abc-DEF&a=1", "GET /tcb/x?access_token=***&a=1")]
    [InlineData("?cloudbase_access_token=abc", "?cloudbase_access_token=***")]
    [InlineData("{\"appid\":\"wx1\",\"secret\":\"abc\"}", "{\"appid\":\"wx1\",\"secret\":\"***\"}")]
    [InlineData("q-sign-time=1;2&q-ak=AKID&q-signature=abc", "q-sign-time=1;2&q-ak=AKID&q-signature=***")]
    [InlineData("x-cos-security-token: abc; Host: a.b", "x-cos-security-token: ***; Host: a.b")]
    [InlineData("http://host/o?sign=abc&t=1", "http://host/o?sign=***&t=1")]
    [InlineData("proxy http://user:pass@proxy:8080/", "proxy http://***@proxy:8080/")]
    [InlineData("invalid credential, access_token is invalid or not latest", "invalid credential, access_token is invalid or not latest")]
    [InlineData("云环境 design=1 /assignments/sign.txt", "云环境 design=1 /assignments/sign.txt")]
    public void Values_in_the_places_of_secrets_are_masked_and_other_text_is_not(string text, string clean) =>
        Assert.Equal(clean, Sanitiser.Clean(text));

    [Fact]
    public void A_secret_in_use_is_masked_everywhere()
    {
        var secret = new Secret("sanitiser-test/planted+1");
        Assert.Equal("a *** b *** c", Sanitiser.Clean("a sanitiser-test/planted+1 b sanitiser-test%2Fplanted%2B1 c"));
        GC.KeepAlive(secret);
    }

    [Fact]
    public void Of_two_secrets_of_which_one_contains_the_other_no_part_is_readable()
    {
        var inner = Guid.NewGuid().ToString("N");
        Secret[] secrets = [new(inner), new(inner + "-and-more"), new("before-" + inner)];
        Assert.Equal("*** *** ***", Sanitiser.Clean($"{inner}-and-more before-{inner} {inner}"));
        GC.KeepAlive(secrets);
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("12345")]
    [InlineData("environment")]
    public void A_short_or_ordinary_secret_is_masked_only_in_the_places_of_secrets(string ordinary)
    {
        var secret = new Secret(ordinary);
        Assert.Equal($"the {ordinary} is closed", Sanitiser.Clean($"the {ordinary} is closed"));
        Assert.Equal("?secret=***&a=1 access_token: ***", Sanitiser.Clean($"?secret={ordinary}&a=1 access_token: {ordinary}"));
        GC.KeepAlive(secret);
    }

    [Fact]
    public void Control_characters_cannot_steer_a_terminal() => Assert.Equal("a [2Jb\nc", Sanitiser.Clean("a\u001b[2Jb\nc"));

    [Fact]
    public void A_text_of_any_length_is_bounded() => Assert.InRange(Sanitiser.Clean(new string('x', 10_000_000)).Length, 1, 6000);
}
