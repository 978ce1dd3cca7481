using System.Threading.Tasks;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Listing;
using WxCloud.Emulator.Objects.Operations;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>GET of the object host itself: the buckets of the emulator's environments.</summary>
internal sealed class ListBuckets(EnvironmentCatalog environments, EmulatorClock clock)
{
    // Buckets exist from the start; clients only require that there is a time.
    private readonly string _created = CosXml.Time(clock.UtcNow);

    public Task HandleAsync(ObjectExchange exchange)
    {
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            xml.WriteStartElement("ListAllMyBucketsResult");
            ListParameters.WriteOwner(xml, "Owner");
            xml.WriteStartElement("Buckets");
            foreach (var environment in environments.All)
            {
                xml.WriteStartElement("Bucket");
                xml.WriteElementString("Name", environment.Bucket);
                xml.WriteElementString("Location", CloudEnvironment.Region);
                xml.WriteElementString("CreationDate", _created);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }
}
