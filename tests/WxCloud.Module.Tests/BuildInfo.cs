using System.Linq;
using System.Reflection;

namespace WxCloud.Module.Tests;

/// <summary>Paths that the build stores in this assembly.</summary>
internal static class BuildInfo
{
    public static string RepositoryRoot { get; } = Read(nameof(RepositoryRoot));

    /// <summary>The module inside the pinned Pester package.</summary>
    public static string PesterFolder { get; } = Read(nameof(PesterFolder));

    private static string Read(string key) => typeof(BuildInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
