using System.Linq;
using System.Reflection;

namespace WxCloud.Package.Tests.Support;

/// <summary>What the build leaves in this assembly.</summary>
internal static class BuildInfo
{
    public static string RepositoryRoot { get; } = Read(nameof(RepositoryRoot));

    public static string Configuration { get; } = Read(nameof(Configuration));

    /// <summary>The version of the module manifest, which all packages have.</summary>
    public static string Version { get; } = Read(nameof(Version));

    private static string Read(string key) => typeof(BuildInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
