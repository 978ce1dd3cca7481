using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>An index that a collection was given.</summary>
/// <param name="Name">The name, one of its kind in the collection.</param>
/// <param name="IsUnique">True when no two documents may have the same keys.</param>
/// <param name="Keys">The fields, each with <c>1</c>, <c>-1</c> or <c>2dsphere</c>.</param>
internal sealed record IndexDefinition(string Name, bool IsUnique, IReadOnlyList<(FieldPath Path, string Direction)> Keys)
{
    public const string Sphere = "2dsphere";
}
