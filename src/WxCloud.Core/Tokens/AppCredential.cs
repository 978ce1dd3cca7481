using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>What is exchanged for access tokens.</summary>
/// <param name="AppId">The AppID.</param>
/// <param name="AppSecret">Its AppSecret.</param>
/// <param name="Mode">Which of the two token calls is used.</param>
internal sealed record AppCredential(string AppId, Secret AppSecret, WxTokenMode Mode);
