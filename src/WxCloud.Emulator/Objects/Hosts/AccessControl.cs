using System.Threading.Tasks;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Listing;
using WxCloud.Emulator.Objects.Operations;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>GET <c>?acl</c> of a bucket or an object: the owner has full control, and access lists cannot be changed.</summary>
internal static class AccessControl
{
    public static Task HandleAsync(ObjectExchange exchange)
    {
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            xml.WriteStartElement("AccessControlPolicy");
            ListParameters.WriteOwner(xml, "Owner");
            xml.WriteStartElement("AccessControlList");
            xml.WriteStartElement("Grant");
            xml.WriteStartElement("Grantee");
            xml.WriteAttributeString("xmlns", "xsi", null, "http://www.w3.org/2001/XMLSchema-instance");
            xml.WriteAttributeString("xsi", "type", "http://www.w3.org/2001/XMLSchema-instance", "CanonicalUser");
            xml.WriteElementString("ID", CloudEnvironment.OwnerAppId);
            xml.WriteElementString("DisplayName", CloudEnvironment.OwnerAppId);
            xml.WriteEndElement();
            xml.WriteElementString("Permission", "FULL_CONTROL");
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }
}
