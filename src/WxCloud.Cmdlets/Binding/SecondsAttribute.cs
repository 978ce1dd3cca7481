using System;
using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Takes a number, or a text that is one in the invariant culture, as seconds. PowerShell itself takes a number as ticks and
/// a numeric text as days.
/// </summary>
public sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => FromSeconds(seconds),
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => inputData,
        };
    }

    private static TimeSpan FromSeconds(double seconds) =>
        Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentTransformationMetadataException(Texts.Format("Seconds.TooMany"));
}
