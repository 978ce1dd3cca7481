using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>Accepts an encoding, its code page, or its name: those that PowerShell has for files, and all that .NET knows.</summary>
public sealed class EncodingNameAttribute : ArgumentTransformationAttribute
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly Dictionary<string, Func<Encoding>> s_named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ascii"] = static () => Encoding.ASCII,
        ["bigendianunicode"] = static () => Encoding.BigEndianUnicode,
        ["bigendianutf32"] = static () => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        ["unicode"] = static () => Encoding.Unicode,
        ["utf32"] = static () => Encoding.UTF32,
        ["utf8"] = static () => s_utf8,
        ["utf8BOM"] = static () => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        ["utf8NoBOM"] = static () => s_utf8,
    };

    /// <summary>UTF-8 without a byte order mark, in which content is written unless another encoding is given.</summary>
    internal static Encoding Utf8 => s_utf8;

    /// <summary>The names that PowerShell has for encodings.</summary>
    internal static IEnumerable<string> Names => s_named.Keys;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                null or Encoding => value,
                int codePage => Encoding.GetEncoding(codePage),
                string name when s_named.TryGetValue(name, out var make) => make(),
                string name when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage) => Encoding.GetEncoding(codePage),
                _ => Encoding.GetEncoding(value.ToString()!),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(Texts.Format("Encoding.Unknown", value, string.Join(", ", Names)), e);
        }
    }
}
