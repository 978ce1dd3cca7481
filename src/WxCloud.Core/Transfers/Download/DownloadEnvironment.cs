using System;
using WxCloud.Http;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Download;

/// <summary>What the downloads of one command share.</summary>
/// <param name="Retry">Which failures are worth another try.</param>
/// <param name="Permits">How many streams may be open.</param>
/// <param name="Resumes">Whether interrupted downloads are continued and left to be continued.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record DownloadEnvironment(RetryPolicy Retry, StreamPermits Permits, bool Resumes, TimeProvider TimeProvider);

/// <summary>A file that arrived.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Crc64">The CRC-64/XZ as an unsigned decimal number.</param>
/// <param name="Verified">How it was verified.</param>
/// <param name="Resumed">Whether it went on from an earlier download.</param>
/// <param name="ContentType">The content type; <see langword="null"/> when it is not known.</param>
internal sealed record DownloadedBody(long Length, string Crc64, WxVerification Verified, bool Resumed, string? ContentType);
