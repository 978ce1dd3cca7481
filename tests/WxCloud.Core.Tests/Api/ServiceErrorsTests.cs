using System.Collections.Generic;
using System.Linq;
using WxCloud.Api;
using WxCloud.Errors;
using Xunit;

namespace WxCloud.Core.Tests.Api;

public sealed class ServiceErrorsTests
{
    /// <summary>The codes of the service's public tables that another try can help.</summary>
    private static readonly int[] s_tryAgain =
    [
        -1, -1000, 85113, -501001, -501002, -501004, -501018, -502011, -503001, -504001, -601001, -601003, -601008, -604102, -604103,
        .. Range(-402011, -402002), .. Range(-404010, -404001), -404012,
    ];

    private static readonly int[] s_tryOnceMore = [-502001, -502010, -502012, -502013, -502014, -502015];

    private static readonly int[] s_renewToken = [40001, 40014, 42001];

    private static readonly int[] s_final =
    [
        40002, 40003, 40013, 40029, 40066, 40097, 40101, 40125, 40163, 40164, 40226, 40243, 41001, 41002, 41004, 41008, 41018, 43001, 43002, 43003, 44002,
        45002, 45009, 45011, 45035, 47001, 48001, 48004, 50001, 50002, 50004, 50007, 61003, 61004, 61005, 61006, 61007, 61011, 85088, 85105, 85107,
        85112, 89501, 89503, 89506, 89507, 1,
        -401001, -401002, -401003, -402001, -403001, -404011, -501003, -501005, -501006, -501007, -501008, -501009, -501015, -501016, -501017,
        -501019, -501020, -501021, -502002, -502003, -502004, -502005, -503002, -503003, -503004, -504002, -504003, -601002, -601004, -602001, -602002,
        -602018, -604001, -604100, -604101, -604104,
        .. Range(-601007, -601005), .. Range(-601018, -601009),
    ];

    [Fact]
    public void Every_code_of_the_public_tables_has_its_meaning_and_remedy()
    {
        Expect(s_tryAgain, RetryAdvice.TryAgain);
        Expect(s_tryOnceMore, RetryAdvice.TryOnceMore);
        Expect(s_renewToken, RetryAdvice.RenewToken);
        Expect(s_final, RetryAdvice.None);
        Assert.Equal(
            ServiceErrors.All.SelectMany(static error => error.Errcodes).Order(),
            s_tryAgain.Concat(s_tryOnceMore).Concat(s_renewToken).Concat(s_final).Append(-501000).Order());

        static void Expect(int[] errcodes, RetryAdvice remedy) =>
            Assert.All(errcodes, errcode => Assert.Equal((remedy, true), (ServiceErrors.Find(errcode).RetryAdvice, ServiceErrors.Find(errcode).Reason != "Api.Failed")));
    }

    [Theory]
    [InlineData("SYS_ERR", "Api.SystemBusy")]
    [InlineData("INVALID_PARAM", "Api.InvalidArgument")]
    [InlineData("STORAGE_REQUEST_FAIL", "Storage.Failed")]
    [InlineData("STORAGE_EXCEED_AUTHORITY", "Storage.NoPermission")]
    [InlineData("STORAGE_FILE_NONEXIST", "Storage.FileMissing")]
    [InlineData("STORAGE_FILE_PATH_CONFLICT", "Storage.PathConflict")]
    [InlineData("STORAGE_SIGN_PARAM_INVALID", "Storage.SignatureInvalid")]
    [InlineData("EXCEED_UPLOAD_MAXFILESIZE", "Api.TooLarge")]
    [InlineData("EXCEED_REQUEST_LIMIT", "Api.QuotaUsedUp")]
    [InlineData("EXCEED_CONCURRENT_REQUEST_LIMIT", "Api.TooManyAtOnce")]
    [InlineData("CDN_SIGNATURE_EXPIRED", "Storage.SignatureInvalid")]
    [InlineData("NOT_A_SYS_ERROR_THAT_IS_KNOWN", "Api.Failed")]
    public void An_error_that_only_errmsg_describes_is_recognised(string name, string reason) =>
        Assert.Equal("WxCloud." + reason, ServiceFailure.FromItemStatus("cloud://a.b/c", -999_999, $"[{name}] something rid: 1-2-3").ErrorId);

    [Theory]
    [InlineData(" \n", 5_000_000)]
    [InlineData(", rid", 1_000_000)]
    [InlineData("hint: [ ", 1_000_000)]
    public void A_huge_errmsg_is_cut(string part, int times)
    {
        var error = ServiceFailure.FromErrcode("tcb/uploadfile", 40013, string.Concat(Enumerable.Repeat(part, times)), requestId: null, 200);
        Assert.InRange(error.Message.Length, 1, 3000);
    }

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
}
