using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Accepts a connection of this process, or the deserialized object of one from another process. For a name the error explains what
/// to pass instead; PowerShell's own error only states that it cannot be converted.
/// </summary>
public sealed class ConnectionObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        null or WxCloudConnection or PSObject { BaseObject: WxCloudConnection } => inputData,
        PSObject wrapped => StandIn(wrapped) ?? throw NoConnection(wrapped.BaseObject),
        _ => throw NoConnection(inputData),
    };

    private static WxCloudConnection? StandIn(PSObject connection)
    {
        try
        {
            return DeserializedConnections.StandIn(connection);
        }
        catch (PSInvalidCastException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static ArgumentTransformationMetadataException NoConnection(object given) =>
        new(Texts.Format("Connection.NotAnObject", given.GetType().Name));
}
