using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Binding;

/// <summary>
/// Lets a connection be one of this process or the object that one becomes on its way from another process. A name is no
/// connection: PowerShell would say no more than that it cannot convert it.
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
