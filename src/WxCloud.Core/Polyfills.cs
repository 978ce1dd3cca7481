// What .NET Framework and netstandard2.0 lack and PolySharp does not generate, so that all other code reads modern.
#if NETSTANDARD2_0
using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud;

internal static class Polyfills
{
    extension(ArgumentNullException)
    {
        public static void ThrowIfNull(
            object? argument,
            [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(argument))] string? name = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(name);
            }
        }
    }

    extension(OperatingSystem)
    {
        public static bool IsWindows() => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

        public static bool IsMacOS() => RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
    }

    extension(File)
    {
        /// <summary>Replaces in one step where the disk can: .NET Framework runs on Windows alone, whose Replace does.</summary>
        public static void Move(string source, string target, bool overwrite)
        {
            if (overwrite && File.Exists(target))
            {
                File.Replace(source, target, destinationBackupFileName: null);
                return;
            }

            File.Move(source, target);
        }
    }

    extension(System.Security.Cryptography.SHA256)
    {
        public static byte[] HashData(byte[] bytes)
        {
            using var sha256 = System.Security.Cryptography.SHA256.Create();
            return sha256.ComputeHash(bytes);
        }
    }

    extension(System.Security.Cryptography.HMACSHA1)
    {
        public static byte[] HashData(byte[] key, byte[] bytes)
        {
#pragma warning disable CA5350 // As the method of .NET that this stands for.
            using var hmac = new System.Security.Cryptography.HMACSHA1(key);
#pragma warning restore CA5350
            return hmac.ComputeHash(bytes);
        }
    }

    extension(char)
    {
        public static bool IsAsciiDigit(char character) => character is >= '0' and <= '9';
    }

    extension(Task)
    {
        public static Task Delay(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            timeProvider.Delay(time, cancellationToken);
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", string.Empty);

        public static string ToHexStringLower(byte[] bytes, int offset, int length) =>
            BitConverter.ToString(bytes, offset, length).Replace("-", string.Empty).ToLowerInvariant();
    }

    public static bool Contains(this string text, char value) => text.IndexOf(value) >= 0;

    public static bool Contains(this string text, string value, StringComparison comparison) =>
        text.IndexOf(value, comparison) >= 0;

    public static bool StartsWith(this string text, char value) => text.Length > 0 && text[0] == value;

    public static bool EndsWith(this string text, char value) => text.Length > 0 && text[text.Length - 1] == value;

    public static string[] Split(this string text, char separator, StringSplitOptions options) =>
        text.Split([separator], options);

    public static string[] Split(this string text, char separator, int count) => text.Split([separator], count);

    public static bool TryAdd<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue value)
    {
        if (dictionary.ContainsKey(key))
        {
            return false;
        }

        dictionary.Add(key, value);
        return true;
    }

    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value)
    {
        key = pair.Key;
        value = pair.Value;
    }

    public static int GetByteCount(this Encoding encoding, ReadOnlySpan<char> text) => encoding.GetByteCount(text.ToArray());

    public static Task<Stream> ReadAsStreamAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsStreamAsync();
    }

    public static async ValueTask<int> ReadAsync(this Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray<byte>(buffer, out var segment))
        {
            throw new NotSupportedException("The buffer is not an array.");
        }

        return await stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask WriteAsync(this Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray(buffer, out var segment))
        {
            throw new NotSupportedException("The buffer is not an array.");
        }

        await stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    public static ValueTask DisposeAsync(this Stream stream)
    {
        stream.Dispose();
        return default;
    }

    public static Task CancelAsync(this CancellationTokenSource source)
    {
        source.Cancel();
        return Task.CompletedTask;
    }
}
// Of its own: two extensions of one shape cannot share a class.
internal static class Sha1Polyfill
{
    extension(System.Security.Cryptography.SHA1)
    {
        public static byte[] HashData(byte[] bytes)
        {
#pragma warning disable CA5350 // As the method of .NET that this stands for.
            using var sha1 = System.Security.Cryptography.SHA1.Create();
#pragma warning restore CA5350
            return sha1.ComputeHash(bytes);
        }
    }
}

// Of its own: two extensions of one shape cannot share a class.
internal static class Md5Polyfill
{
    extension(System.Security.Cryptography.MD5)
    {
        public static byte[] HashData(byte[] bytes)
        {
#pragma warning disable CA5351 // As the method of .NET that this stands for.
            using var md5 = System.Security.Cryptography.MD5.Create();
#pragma warning restore CA5351
            return md5.ComputeHash(bytes);
        }
    }
}
#endif
