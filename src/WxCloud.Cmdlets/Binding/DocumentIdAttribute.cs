using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>Accepts ids of documents, texts or numbers, and documents, of which it takes the <c>_id</c>.</summary>
public sealed class DocumentIdAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_names = ["_id", "Id"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => inputData,
            string { Length: > 0 } or int or long or double => value,
            byte or sbyte or short or ushort => System.Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture),
            IDictionary document when document["_id"] is { } id => Transform(engineIntrinsics, id),
            string or IDictionary => throw NoId(value),
            IEnumerable many => All(engineIntrinsics, many),
            _ => Transform(engineIntrinsics, IdOf(PSObject.AsPSObject(inputData)) ?? throw NoId(value)),
        };
    }

    private static object? IdOf(PSObject document)
    {
        foreach (var name in s_names)
        {
            if (document.Properties[name]?.Value is { } id)
            {
                return id;
            }
        }

        return null;
    }

    // The inner exception makes the binder try the other parameters, as for any value that it cannot convert.
    private static ArgumentTransformationMetadataException NoId(object value) => new(
        Texts.Format("DocumentId.None", value.GetType().Name), new PSInvalidCastException(Texts.Format("DocumentId.None", value.GetType().Name)));

    private List<object?> All(EngineIntrinsics engineIntrinsics, IEnumerable many)
    {
        var ids = new List<object?>();
        foreach (var one in many)
        {
            ids.Add(Transform(engineIntrinsics, one));
        }

        return ids;
    }
}
