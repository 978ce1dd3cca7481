using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>The limits of the file of a form.</summary>
/// <param name="MinLength">The minimum length of the file in bytes.</param>
/// <param name="MaxLength">The maximum length of the file in bytes.</param>
internal sealed record FormPermission(long MinLength, long MaxLength)
{
    public static FormPermission Unlimited { get; } = new(0, long.MaxValue);
}

/// <summary>
/// Decides whether a form may upload its file: by an upload ticket in the field <c>Signature</c>, by a signature of the key pair in that same
/// field (as the COS SDK for Mini Programs sends it), or by a signed policy.
/// </summary>
internal sealed class FormAuthorization(EmulatorClock clock, UploadTickets tickets, KeyPairs keyPairs, SignatureCheck signatures)
{
    private const string SignatureField = "Signature";

    /// <summary>The limits of the file; null when the form has no authorization.</summary>
    /// <exception cref="CosException">The authorization of the form is not valid for it.</exception>
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
