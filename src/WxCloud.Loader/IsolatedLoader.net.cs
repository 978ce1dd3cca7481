#if NET
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace WxCloud.Loader;

/// <summary>The load context of PowerShell 7.6 and later.</summary>
internal sealed class IsolatedLoader(string directory) : AssemblyLoadContext("WxCloud")
{
    public static Assembly Load(string directory, string cmdlets) => new IsolatedLoader(directory).LoadFromAssemblyPath(cmdlets);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Satellites are found by the runtime itself, beside the assembly that they belong to.
        var path = Path.Combine(directory, assemblyName.Name + ".dll");
        var isOurs = string.IsNullOrEmpty(assemblyName.CultureName) && File.Exists(path) && !RuntimeAssemblies.Has(assemblyName);
        return isOurs ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
