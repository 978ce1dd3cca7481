namespace WxCloud.Cos;

/// <summary>What is known of an object that was just stored.</summary>
/// <param name="ETag">Its entity tag without quotes; <see langword="null"/> when the storage did not return it.</param>
/// <param name="Crc64">The CRC-64/XZ of the bytes that were sent, as an unsigned decimal number.</param>
/// <param name="StoredCrc64">The CRC-64/XZ of the bytes that the storage received; <see langword="null"/> when it did not return it.</param>
internal sealed record UploadReceipt(string? ETag, string Crc64, string? StoredCrc64 = null);
