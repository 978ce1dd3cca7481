using System.Collections.Generic;

namespace WxCloud.Emulator.Database.Store;

/// <summary>Which Mini Program users may read and write a collection. It is kept and reported; nothing here enforces it.</summary>
/// <param name="Tag">One of <see cref="Tags"/>.</param>
/// <param name="Rule">The JSON of a <see cref="Custom"/> rule; null for the others.</param>
internal sealed record AccessRule(string Tag, string? Rule)
{
    public const string Custom = "CUSTOM";

    public static IReadOnlyList<string> Tags { get; } = ["READONLY", "PRIVATE", "ADMINWRITE", "ADMINONLY", Custom];

    /// <summary>The rule of a new collection (a choice).</summary>
    public static AccessRule Default { get; } = new("PRIVATE", null);
}
