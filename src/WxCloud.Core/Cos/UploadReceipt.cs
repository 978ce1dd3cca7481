namespace WxCloud.Cos;

/// <summary>What the storage said of an upload.</summary>
/// <param name="ETag">The entity tag without quotes; <see langword="null"/> when it gave none.</param>
/// <param name="Crc64">The checksum of the bytes that were sent.</param>
internal sealed record UploadReceipt(string? ETag, string Crc64);
