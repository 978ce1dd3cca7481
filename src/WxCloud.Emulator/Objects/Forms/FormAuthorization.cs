using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>What a form may upload.</summary>
/// <param name="MinLength">The fewest bytes that the file may have.</param>
/// <param name="MaxLength">The most bytes that the file may have.</param>
internal sealed record FormPermission(long MinLength, long MaxLength)
{
    public static FormPermission Unlimited { get; } = new(0, long.MaxValue);
}

/// <summary>
/// Finds out whether a form may upload its file: by an upload ticket in the field <c>Signature</c>, by a signature of the key pair in that same
/// field (as the COS SDK for mini programs sends it), or by a signed policy.
/// </summary>
internal sealed class FormAuthorization(EmulatorClock clock, UploadTickets tickets, KeyPairs keyPairs, SignatureCheck signatures)
{
    private const string SignatureField = "Signature";

    /// <summary>What the form may do; null when it shows nothing at all.</summary>
    /// <exception cref="CosException">What the form shows does not permit it.</exception>
    public FormPermission? Authorize(FormFields fields, ObjectAddress address, string key)
    {
        if (fields[SignatureField] is { } signature)
        {
            return AuthorizeSignature(signature, fields, address, key);
        }

        return fields["policy"] is { } policy ? AuthorizePolicy(FormPolicy.Parse(policy), fields, address, key) : null;
    }

    private FormPermission AuthorizeSignature(string text, FormFields fields, ObjectAddress address, string key)
    {
        var verdict = tickets.Check(address.Bucket, key, text, fields[SignatureCheck.TokenField]);
        switch (verdict)
        {
            case TicketVerdict.Good:
                return FormPermission.Unlimited;
            case TicketVerdict.Lapsed:
                throw CosErrors.Expired();
            case TicketVerdict.WrongToken:
                throw CosErrors.AccessDenied();
        }

        if (RequestSignature.Parse(text) is not { } signature || signature.SecretId == UploadTickets.SecretId)
        {
            throw CosErrors.SignatureDoesNotMatch();
        }

        signatures.ThrowIfInvalid(keyPairs.Find(signature.SecretId, fields[SignatureCheck.TokenField]), signature, "post", (address with { Key = string.Empty }).SignablePaths(), [], []);
        return FormPermission.Unlimited;
    }

    private FormPermission AuthorizePolicy(FormPolicy policy, FormFields fields, ObjectAddress address, string key)
    {
        if (fields["q-ak"] is not { } secretId
            || KeyTime.Parse(fields["q-key-time"]) is not { } keyTime
            || fields["q-signature"] is not { } signature
            || fields["q-sign-algorithm"] != "sha1")
        {
            throw CosErrors.InvalidArgument("The form lacks q-sign-algorithm, q-ak, q-key-time or q-signature.");
        }

        var signKey = signatures.GetSignKey(keyPairs.Find(secretId, fields[SignatureCheck.TokenField]), keyTime);
        if (!KeyedDigest.AreEqual(CosSigner.SignPolicy(signKey, policy.Text), signature))
        {
            throw CosErrors.SignatureDoesNotMatch();
        }

        if (clock.UtcNow > policy.Expiration)
        {
            throw CosErrors.FormExpired(policy.Expiration, clock.UtcNow);
        }

        policy.ThrowIfViolated(fields, address.Bucket, key);
        return new FormPermission(policy.MinLength, policy.MaxLength);
    }
}
