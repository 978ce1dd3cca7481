#if NETSTANDARD
using System;
using System.IO;
using System.Reflection;

namespace WxCloud.Loader;

/// <summary>
/// .NET Framework has no load contexts: there an assembly resolver finds the module's own assemblies in the module's folder. The older
/// runtimes of PowerShell 7 have load contexts, but netstandard2.0 lacks the type, so it is used by reflection.
/// </summary>
internal static class IsolatedLoader
{
    public static Assembly Load(string directory, string cmdlets)
    {
        var contextType = Type.GetType("System.Runtime.Loader.AssemblyLoadContext, System.Runtime.Loader", throwOnError: false);
        return contextType is null ? LoadBesideOthers(directory, cmdlets) : LoadInContext(contextType, directory, cmdlets);
    }

    /// <summary>
    /// Assemblies in a context are found before those of the host, so all are loaded there at once: an assembly that is
    /// missing in the context is resolved by the host first, which may return another module's copy.
    /// </summary>
    private static Assembly LoadInContext(Type contextType, string directory, string cmdlets)
    {
        var context = Activator.CreateInstance(contextType, "WxCloud", false);
        var load = (Func<string, Assembly>)Delegate.CreateDelegate(
            typeof(Func<string, Assembly>),
            context,
            contextType.GetMethod("LoadFromAssemblyPath")!);
        foreach (var path in Directory.GetFiles(directory, "*.dll"))
        {
            var name = AssemblyName.GetAssemblyName(path);
            if (path != cmdlets && name.Name != typeof(IsolatedLoader).Assembly.GetName().Name && !RuntimeAssemblies.Has(name))
            {
                load(path);
            }
        }

        return load(cmdlets);
    }

    private static Assembly LoadBesideOthers(string directory, string cmdlets)
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
        {
            var path = Path.Combine(directory, new AssemblyName(wanted.Name).Name + ".dll");
            var isOurs = IsIn(directory, wanted.RequestingAssembly) && File.Exists(path);
            return isOurs ? Assembly.LoadFrom(path) : null;
        };
        return Assembly.LoadFrom(cmdlets);
    }

    private static bool IsIn(string directory, Assembly? assembly) =>
        assembly is { IsDynamic: false }
        && string.Equals(Path.GetDirectoryName(assembly.Location), directory, StringComparison.OrdinalIgnoreCase);
}
#endif
