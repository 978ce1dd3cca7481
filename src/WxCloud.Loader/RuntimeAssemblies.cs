using System;
using System.IO;
using System.Reflection;

namespace WxCloud.Loader;

/// <summary>
/// The assemblies of the .NET runtime. A private copy of one would have types that the runtime's own code does not accept, so the
/// host's copy is used wherever it is new enough.
/// </summary>
internal static class RuntimeAssemblies
{
    private static readonly string s_directory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static bool Has(AssemblyName wanted)
    {
        var path = Path.Combine(s_directory, wanted.Name + ".dll");
        return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= (wanted.Version ?? new Version());
    }
}
