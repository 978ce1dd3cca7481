using WxCloud.Functions;
using Xunit;

namespace WxCloud.Core.Tests.Functions;

/// <summary>What a function threw, in every form that replies are known to have.</summary>
public sealed class ThrownErrorTests
{
    private const string Stack = "RangeError: no luck\n    at exports.main (/var/user/index.js:5:9)";
    private const string Frames = @"\n    at exports.main (/var/user/index.js:5:9)";

    [Theory]
    [InlineData("no luck", "no luck", null)]
    [InlineData(Stack, "RangeError: no luck", Stack)]
    [InlineData(@"no luck {""errorCode"":1,""errorMessage"":""user code exception caught"",""stackTrace"":""RangeError: no luck" + Frames + @""",""statusCode"":430}", "RangeError: no luck", Stack)]
    [InlineData(@"a { b } {""errorCode"":1,""errorMessage"":""user code exception caught"",""stackTrace"":""Error: a { b }" + Frames + @""",""statusCode"":430}", "a { b }", "Error: a { b }\n    at exports.main (/var/user/index.js:5:9)")]
    [InlineData(@"functions execute fail {""errorCode"":""1"",""errorMessage"":""own words"",""stackTrace"":[""one"",""two""]}", "own words", "one\ntwo")]
    [InlineData(@"{""errorCode"":-1,""errorMessage"":""Invoking task timed out after 3 seconds"",""statusCode"":433}", "Invoking task timed out after 3 seconds", null)]
    [InlineData(@"no luck {""errorCode"":1,""errorMessage"":""user code exception caught"",""stackTr", "no luck", null)]
    [InlineData(@"{""errorCode"":1,""errorMessage"":""user code exception caught"",""stackTrace"":""a text""}", "a text", "a text")]
    public void An_error_message_holds_message_and_stack(string errmsg, string message, string? stack)
    {
        Assert.Equal(new ThrownError(message, stack), ThrownError.Parse(errmsg));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no luck")]
    [InlineData(Stack)]
    [InlineData(@"{""errorCode"":0,""errorMessage"":""fine""}")]
    [InlineData(@"{""errorCode"":1,""errorMessage"":null}")]
    [InlineData(@"[""errorCode"",""errorMessage""]")]
    public void A_result_that_is_no_record_of_an_error_is_none(string? result)
    {
        Assert.Null(ThrownError.Find(result));
    }

    [Fact]
    public void A_result_that_is_a_record_of_an_error_is_one()
    {
        Assert.Equal(new ThrownError("boom", Stack: null), ThrownError.Find(@"{""errorCode"":1,""errorMessage"":""boom"",""statusCode"":430}"));
    }
}
