using System.Collections.Generic;
using System.IO;

namespace WxCloud.Orphans;

/// <summary>A text in a document whose beginning may be the cloud path of a file.</summary>
/// <param name="Extent">The text.</param>
/// <param name="Place">The place in the document; <see langword="null"/> for another reading of a text whose place is already recorded.</param>
internal sealed record NamedFile(string Extent, NamingPlace? Place)
{
    /// <summary>The approximate memory that it takes, in bytes.</summary>
    public int Size => 160 + (2 * Extent.Length) + (Place is null ? 0 : 200 + (2 * (Place.CloudPath.Length + Place.DocumentId.Length + Place.Property.Length)));

    public static NamedFile Read(BinaryReader reader)
    {
        var extent = reader.ReadString();
        if (!reader.ReadBoolean())
        {
            return new(extent, Place: null);
        }

        var (collection, id, property, path) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        var others = new string[reader.ReadInt32()];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = reader.ReadString();
        }

        return new(extent, new(collection, id, property, path, others));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Extent);
        writer.Write(Place is not null);
        if (Place is null)
        {
            return;
        }

        writer.Write(Place.Collection);
        writer.Write(Place.DocumentId);
        writer.Write(Place.Property);
        writer.Write(Place.CloudPath);
        writer.Write(Place.OtherExtents.Count);
        foreach (var other in Place.OtherExtents)
        {
            writer.Write(other);
        }
    }
}

/// <summary>Where a document names a file.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="DocumentId">The <c>_id</c> of the document, as JSON.</param>
/// <param name="Property">The place in the document.</param>
/// <param name="CloudPath">The likely reading.</param>
/// <param name="OtherExtents">The other texts whose beginnings may be meant.</param>
internal sealed record NamingPlace(string Collection, string DocumentId, string Property, string CloudPath, IReadOnlyList<string> OtherExtents);
