using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Accepts a string or an object with a property FileId, and nothing else: PowerShell would convert any object to a string,
/// which for a link is its address and for a download its local path. A document whose file is missing has the fileID of a file that is
/// not stored: to delete that one, for example, can only be a mistake.
/// </summary>
public sealed class FileIdTextAttribute : ArgumentTransformationAttribute
{
    private const string PropertyName = "FileId";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or string => inputData,
            IDictionary document when (document[PropertyName] ?? document["fileID"]) is { } fileId => fileId.ToString(),
            IEnumerable many => All(engineIntrinsics, many),
            _ when IsDocumentWithoutFile(PSObject.AsPSObject(inputData)) =>
                throw new ArgumentTransformationMetadataException(Texts.Format("FileId.OfDocument", PSObject.AsPSObject(inputData).Properties[PropertyName].Value)),
            _ when PSObject.AsPSObject(inputData).Properties[PropertyName]?.Value is { } fileId => fileId.ToString(),

            // The inner exception makes the binder try the other parameters, as for any value that it cannot convert.
            _ => throw new ArgumentTransformationMetadataException(
                Texts.Format("FileId.NotText", value.GetType().Name),
                new PSInvalidCastException(Texts.Format("FileId.NotText", value.GetType().Name))),
        };
    }

    /// <summary>Whether it is such an orphan, also one that came from another process or a file.</summary>
    private static bool IsDocumentWithoutFile(PSObject item) =>
        item.Properties["DocumentId"] is not null
        && item.Properties["Kind"]?.Value?.ToString() is nameof(WxCloudOrphanKind.DocumentWithoutFile) or "1"
        && item.Properties[PropertyName]?.Value is string;

    private List<object?> All(EngineIntrinsics engineIntrinsics, IEnumerable many)
    {
        var texts = new List<object?>();
        foreach (var one in many)
        {
            texts.Add(Transform(engineIntrinsics, one));
        }

        return texts;
    }
}
