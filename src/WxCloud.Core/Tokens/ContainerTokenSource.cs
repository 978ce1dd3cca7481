using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Tokens;

/// <summary>
/// The token that a cloud container finds in a file. It is valid for 30 minutes and rewritten every 10, so it is read
/// again at every use (developers.weixin.qq.com/minigame/dev/wxcloudrun/src/guide/weixin/token.md).
/// </summary>
internal sealed class ContainerTokenSource(string path) : ITokenSource
{
    public ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken) => new(Read());

    public ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        var token = Read();
        return new(token.Value.Equals(refused.Value) ? null : token);
    }

    public void Dispose()
    {
    }

    private AccessToken Read()
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0
                ? new(new(text), ExpiresOn: null, WxTokenKind.CloudRun, WxTokenOrigin.File)
                : throw new InvalidDataException("empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Errors.TokenFileUnreadable(path, e);
        }
    }
}
