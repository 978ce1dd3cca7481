using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace WxCloud.Loader;

/// <summary>Loads the module's assemblies isolated from those of the host and of other modules.</summary>
public static class ModuleContext
{
    private const string CmdletsAssembly = "WxCloud.Cmdlets.dll";

    private static readonly Dictionary<string, Assembly> s_loaded = [];

    /// <summary>Returns the assembly of the cmdlets in a folder of the package; once loaded, always the same one.</summary>
    /// <param name="directory">The full path of the folder.</param>
    public static Assembly Load(string directory)
    {
        lock (s_loaded)
        {
            if (!s_loaded.TryGetValue(directory, out var cmdlets))
            {
                cmdlets = IsolatedLoader.Load(directory, Path.Combine(directory, CmdletsAssembly));
                s_loaded.Add(directory, cmdlets);
            }

            return cmdlets;
        }
    }
}
