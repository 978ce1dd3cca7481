using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Tokens;

/// <summary>A token and its remaining lifetime in seconds; successes of the token endpoints carry no errcode.</summary>
internal sealed record TokenReply(string AccessToken, long ExpiresIn) : ApiReply
{
    public static TokenReply Of(TokenGrant grant) => new(grant.Text, grant.ExpiresIn);
}
