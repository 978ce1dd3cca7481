using System.Linq;
using System.Text;
using WxCloud.Emulator.Objects.S3;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.S3;

/// <summary>The examples that AWS publishes (docs.aws.amazon.com, "Authenticating requests: AWS signature version 4" for Amazon S3).</summary>
public sealed class AwsSigningKeyTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly AwsSigningKey s_key = new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524/us-east-1/s3/aws4_request", "20130524T000000Z");

    [Theory]
    [InlineData(
        "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\nx-amz-content-sha256:" + Empty + "\nx-amz-date:20130524T000000Z\n\n"
            + "host;range;x-amz-content-sha256;x-amz-date\n" + Empty,
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData(
        "GET\n/\nlifecycle=\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:" + Empty + "\nx-amz-date:20130524T000000Z\n\n"
            + "host;x-amz-content-sha256;x-amz-date\n" + Empty,
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData(
        "GET\n/\nmax-keys=2&prefix=J\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:" + Empty + "\nx-amz-date:20130524T000000Z\n\n"
            + "host;x-amz-content-sha256;x-amz-date\n" + Empty,
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    [InlineData(
        "GET\n/test.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD",
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")]
    public void Requests_are_signed_as_in_the_examples(string canonicalRequest, string signature)
    {
        Assert.Equal(signature, s_key.Sign(canonicalRequest));
    }

    [Fact]
    public void Chunks_are_signed_as_in_the_example()
    {
        string[] hashes = [HashOfA(65_536), HashOfA(1024), Empty];

        var signature = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
        var signatures = hashes.Select(hash => signature = s_key.SignChunk(signature, hash)).ToArray();

        Assert.Equal(
            [
                "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
            ],
            signatures);
    }

    [Fact]
    public void The_headers_after_the_chunks_are_signed_as_in_the_example()
    {
        var signature = s_key.SignTrailer("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", "x-amz-checksum-crc32c:sOO8/Q==\n");

        Assert.Equal("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435", signature);
    }

    private static string HashOfA(int length) => AwsSigningKey.Hash(Encoding.ASCII.GetBytes(new string('a', length)));
}
