using System;
using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Lets a time span be given as a number of seconds. PowerShell itself would count a number's ticks, and the days of a
/// numeric text.
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
