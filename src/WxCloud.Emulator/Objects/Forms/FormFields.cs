using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>The fields before the file of a form; the case of their names does not matter.</summary>
internal sealed class FormFields : IEnumerable<KeyValuePair<string, string>>
{
    private const int MaxCount = 100;
    private const int MaxTotalLength = 64 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Reads fields up to the part named <c>file</c> and returns the head of that part; null when there is no file.</summary>
    /// <exception cref="CosException">The form is malformed, or its fields are too many or too large.</exception>
    public async ValueTask<FormPart?> ReadAsync(FormReader form, CancellationToken cancellationToken)
    {
        var value = new ArrayBufferWriter<byte>();
        var totalLength = 0;
        while (await form.NextPartAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            if (part.Name == "file")
            {
                return part;
            }

            value.ResetWrittenCount();
            ReadOnlyMemory<byte> piece;
            while (!(piece = await form.ReadAsync(cancellationToken).ConfigureAwait(false)).IsEmpty)
            {
                totalLength += piece.Length;
                if (totalLength > MaxTotalLength)
                {
                    throw CosErrors.FormTooLarge();
                }

                value.Write(piece.Span);
            }

            if (_fields.Count == MaxCount)
            {
                throw CosErrors.FormTooLarge();
            }

            if (!_fields.TryAdd(part.Name, Encoding.UTF8.GetString(value.WrittenSpan)))
            {
                throw CosErrors.MalformedForm();
            }
        }

        return null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
