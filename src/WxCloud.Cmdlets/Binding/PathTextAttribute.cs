using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Accepts a string or a file, and nothing else: PowerShell would convert any object to a string and look for a file of that
/// name. A file becomes its full path, since Windows PowerShell would take its name alone.
/// </summary>
public sealed class PathTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrap(inputData) switch
    {
        null or string => inputData,
        FileSystemInfo file => WildcardPattern.Escape(file.FullName),
        IEnumerable many => All(engineIntrinsics, many),

        // The inner exception makes the binder try the other parameters, as for any value that it cannot convert.
        var other => throw new ArgumentTransformationMetadataException(
            Texts.Format("Path.NotText", other.GetType().Name),
            new PSInvalidCastException(Texts.Format("Path.NotText", other.GetType().Name))),
    };

    private List<object?> All(EngineIntrinsics engineIntrinsics, IEnumerable many)
    {
        var texts = new List<object?>();
        foreach (var one in many)
        {
            texts.Add(Transform(engineIntrinsics, one));
        }

        return texts;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
