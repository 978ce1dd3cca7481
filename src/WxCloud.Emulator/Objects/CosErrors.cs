using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Objects;

/// <summary>Every refusal of the object host and of the download host, by the name of its reason (reference/tencent-cos.md, section 12).</summary>
internal static class CosErrors
{
    public static CosException NoSuchKey() => new(StatusCodes.Status404NotFound, "NoSuchKey", "The specified key does not exist.");

    public static CosException ObjectExists() => new(StatusCodes.Status409Conflict, "FileAlreadyExists", "The object you specified already exists and can not be overwritten.");

    public static CosException NoSuchBucket() => new(StatusCodes.Status404NotFound, "NoSuchBucket", "The specified bucket does not exist.");

    public static CosException AccessDenied(string message = "Access Denied.") => new(StatusCodes.Status403Forbidden, "AccessDenied", message);

    public static CosException Expired() => AccessDenied("Request has expired");

    public static CosException FormExpired(DateTimeOffset expiration, DateTimeOffset now)
    {
        return AccessDenied(string.Create(
            CultureInfo.InvariantCulture,
            $"You post object request has been expired, expiration time: {expiration.ToUnixTimeSeconds()} but the time now : {now.ToUnixTimeSeconds()}"));
    }

    public static CosException ConditionNotMet(string key, string value) => AccessDenied($"Condition key {key} doesn't match the value {value}");

    public static CosException UnknownSecretId()
    {
        return new(StatusCodes.Status403Forbidden, "InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records");
    }

    public static CosException ExpiredToken() => BadRequest("ExpiredToken", "The provided token has expired.");

    public static CosException SignatureDoesNotMatch()
    {
        return new(StatusCodes.Status403Forbidden, "SignatureDoesNotMatch", "The Signature you specified is invalid.");
    }

    public static CosException MalformedAuthorization() => BadRequest("AuthorizationHeaderMalformed", "The authorization is not an AWS signature, version 4, for s3.");

    public static CosException UnsupportedSignature()
    {
        return BadRequest("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
    }

    public static CosException ContentSha256Mismatch()
    {
        return BadRequest("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    public static CosException IncompleteBody() => BadRequest("IncompleteBody", "The body is shorter than announced, or its chunks are malformed.");

    public static CosException TimeTooSkewed()
    {
        return new(StatusCodes.Status403Forbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
    }

    public static CosException LinkUnsigned() => new(StatusCodes.Status403Forbidden, "CDN_SIGNATURE_MISSING", "The link has no sign and t.");

    public static CosException LinkTampered() => new(StatusCodes.Status403Forbidden, "CDN_INVALID_SIGNATURE", "The sign of the link is invalid.");

    public static CosException LinkExpired() => new(StatusCodes.Status403Forbidden, "CDN_SIGNATURE_EXPIRED", "The link has expired.");

    public static CosException MalformedForm()
    {
        return BadRequest("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }

    public static CosException WrongNumberOfFiles()
    {
        return BadRequest("IncorrectNumberOfFilesInPostRequest", "POST requires exactly one file upload per request.");
    }

    public static CosException FormTooLarge() => BadRequest("MaxMessageLengthExceeded", "Your request was too big.");

    public static CosException MalformedPolicy(string message) => BadRequest("InvalidPolicyDocument", message);

    public static CosException EntityTooLarge() => BadRequest("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");

    public static CosException EntityTooSmall() => BadRequest("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size.");

    public static CosException InvalidDigest() => BadRequest("InvalidDigest", "The Content-MD5 you specified is not valid.");

    public static CosException BadDigest() => BadRequest("BadDigest", "The Content-MD5 you specified did not match what we received.");

    public static CosException InvalidArgument(string message) => BadRequest("InvalidArgument", message);

    public static CosException InvalidObjectName() => BadRequest("InvalidObjectName", "The specified object name is not valid.");

    public static CosException KeyTooLong() => BadRequest("KeyTooLong", "Your key is too long.");

    public static CosException InvalidDelimiter() => BadRequest("InvalidDelimiter", "The delimiter must be one character.");

    public static CosException InvalidCopySource() => BadRequest("InvalidCopySource", "The copy source is not <bucket>.cos.<region>.myqcloud.com/<key>.");

    public static CosException CopyOntoItself()
    {
        return BadRequest("InvalidRequest", "This copy request is illegal because it copies an object onto itself without replacing its metadata.");
    }

    public static CosException MalformedXml() => BadRequest("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema.");

    public static CosException XmlTooLarge() => BadRequest("XMLSizeLimit", "The XML of the request is too large.");

    public static CosException BodyMissing() => BadRequest("MissingRequestBodyError", "Request body is empty.");

    public static CosException MissingContentMd5() => BadRequest("MissingContentMD5", "Missing required header for this request: Content-MD5.");

    public static CosException InvalidPart() => BadRequest("InvalidPart", "One or more of the specified parts could not be found, or their numbers are not contiguous.");

    public static CosException InvalidPartOrder() => BadRequest("InvalidPartOrder", "The list of parts was not in ascending order.");

    public static CosException NoSuchUpload()
    {
        return new(StatusCodes.Status404NotFound, "NoSuchUpload", "The specified multipart upload does not exist. The upload may have been aborted or completed.");
    }

    public static CosException InvalidUri() => BadRequest("InvalidURI", "Could not parse the specified URI.");

    public static CosException AnonymousOverride()
    {
        return BadRequest("InvalidRequest", "Request specific response headers cannot be used for anonymous GET requests.");
    }

    public static CosException LengthMissing()
    {
        return new(StatusCodes.Status411LengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    public static CosException BucketExists()
    {
        return new(StatusCodes.Status409Conflict, "BucketAlreadyExists", "The requested bucket name is not available.");
    }

    public static CosException MethodNotAllowed()
    {
        return new(StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }

    public static CosException PreconditionFailed()
    {
        return new(StatusCodes.Status412PreconditionFailed, "PreconditionFailed", "Precondition not match.");
    }

    public static CosException RangeNotSatisfiable(long length)
    {
        return new(StatusCodes.Status416RangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable.") { UnsatisfiedLength = length };
    }

    public static CosException Internal() => new(StatusCodes.Status500InternalServerError, "InternalError", "We encountered an internal error. Please try again.");

    public static CosException NotImplemented(string what) => new(StatusCodes.Status501NotImplemented, "NotImplemented", $"The emulator does not have {what}.");

    private static CosException BadRequest(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);
}

/// <summary>A refusal of the object host: an HTTP status and an XML body with a code and a message.</summary>
internal sealed class CosException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The length of the object whose range was out of bounds; null for every other refusal.</summary>
    public long? UnsatisfiedLength { get; init; }
}
