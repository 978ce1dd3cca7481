using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;

namespace WxCloud.Tokens;

/// <summary>
/// A file that all processes of the user share. When it cannot be used, because others could write it or there is no place for it,
/// the engine warns once, and each process keeps to itself what would be shared.
/// </summary>
/// <param name="folder">The folder of the user's secrets.</param>
/// <param name="name">The name of the file, without its extension.</param>
/// <param name="extension">The kind of the content, such as <c>.token</c>.</param>
/// <param name="log">Gets the warning.</param>
internal sealed class SharedFile(OwnerOnlyFolder folder, string name, string extension, EngineLog log)
{
    private bool _isUsable = true;

    /// <summary>A name for a file, or a fingerprint of a secret, from everything that it belongs to.</summary>
    public static string Hash(string purpose, params string?[] parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("WxCloud " + string.Join("\n", parts.Prepend(purpose))));
        return Convert.ToHexStringLower(hash, 0, 16);
    }

    /// <summary>The content; <see langword="null"/> when there is none that can be trusted.</summary>
    public byte[]? Read() => Try(() => folder.Read(name + extension), otherwise: null);

    public void Write(byte[] content) => Try(
        () =>
        {
            folder.Write(name + extension, content);
            return true;
        },
        otherwise: false);

    public void Delete() => Try(
        () =>
        {
            folder.Delete(name + extension);
            return true;
        },
        otherwise: false);

    /// <summary>Takes the right to renew the content.</summary>
    /// <param name="hold">Gives the right back; <see langword="null"/> where there is no lock.</param>
    /// <returns>Whether it was taken; also when the file cannot be used, since then there is no other process to wait for.</returns>
    public bool TryLock(out IDisposable? hold)
    {
        hold = Try(() => folder.TryLock(name + ".lock"), otherwise: null);
        return hold is not null || !_isUsable;
    }

    private T Try<T>(Func<T> step, T otherwise)
    {
        if (!_isUsable)
        {
            return otherwise;
        }

        try
        {
            return step();
        }
        catch (WxCloudException e)
        {
            _isUsable = false;
            log.Warn(Messages.Format("Token.CacheUnusable", e.Message));
            return otherwise;
        }
    }
}
