using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>A body whose SHA-256 was signed; it is compared at the end.</summary>
internal sealed class HashedBody(Stream body, string hash) : ReadingStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isEnded;

    /// <exception cref="CosException">The body has ended, and its hash is not the signed one.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _sha256.AppendData(buffer.Span[..count]);
        if (count == 0)
        {
            _isEnded = true;
            if (!KeyedDigest.AreEqual(Convert.ToHexStringLower(_sha256.GetHashAndReset()), hash))
            {
                throw CosErrors.ContentSha256Mismatch();
            }
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _sha256.Dispose();
        base.Dispose(disposing);
    }
}
