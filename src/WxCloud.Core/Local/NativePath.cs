using System.Buffers;
using System.Text;

namespace WxCloud.Local;

/// <summary>A path as the calls of a Unix system take it: UTF-8 with a zero at its end, in a buffer that is given back.</summary>
internal readonly ref struct NativePath
{
    private readonly byte[] _bytes;

    public NativePath(string path)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length) + 1);
        _bytes[Encoding.UTF8.GetBytes(path, 0, path.Length, _bytes, 0)] = 0;
    }

    /// <summary>What a parameter that points to the path is given.</summary>
    public ref readonly byte FirstByte => ref _bytes[0];

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
