using WxCloud.Secrets;

namespace WxCloud.Cos;

/// <summary>Keys for the COS object API.</summary>
/// <param name="SecretId">The id half, which is no secret.</param>
/// <param name="SecretKey">The secret half.</param>
/// <param name="SessionToken">The token of temporary keys; <see langword="null"/> with permanent ones.</param>
internal sealed record CosCredential(string SecretId, Secret SecretKey, Secret? SessionToken);
