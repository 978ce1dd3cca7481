using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Errors;

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

    public ValueTask<AccessToken?> ConfirmAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    public void Forget()
    {
    }

    public void Dispose()
    {
    }

    private AccessToken Read()
    {
        try
        {
            var text = ReadText().Trim();
            return TokenEndpoint.IsToken(text)
                ? new(new(text), ExpiresOn: null, WxTokenKind.CloudRun, WxTokenOrigin.File)
                : throw new IOException(Messages.Find("Token.FileHoldsNone"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.TokenFileUnreadable(path, e);
        }
    }

    /// <summary>Reads at most the maximum length of a token, whatever file the path names.</summary>
    private string ReadText()
    {
        using var reader = new StreamReader(path);
        var text = new char[TokenEndpoint.MaxTokenLength + 2];
        return new(text, 0, reader.ReadBlock(text, 0, text.Length));
    }
}
