using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;

namespace WxCloud.Architecture.Tests.Editions;

/// <summary>
/// What assemblies use and Windows PowerShell 5.1 on .NET Framework 4.7.2 does not have. The framework is read from its reference assemblies, PowerShell from
/// PowerShellStandard.Library 5.1.1, whose surface is what 5.1 and PowerShell 7 share.
/// </summary>
internal sealed class FrameworkMembers : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition?> _read = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <param name="folder">The folder of the assemblies, which also find each other there.</param>
    public FrameworkMembers(string folder)
    {
        _folder = folder;
    }

    private static string[] Framework { get; } =
        [ReadMetadata("NetFrameworkFolder"), Path.Combine(ReadMetadata("NetFrameworkFolder"), "Facades"), ReadMetadata("PowerShellStandardFolder")];

    public void Dispose()
    {
        foreach (var assembly in _read.Values)
        {
            assembly?.Dispose();
        }
    }

    /// <summary>.NET Framework uses its own assembly unless it is older than the requested version; then the module's resolver loads the one of its folder.</summary>
    public AssemblyDefinition Resolve(AssemblyNameReference name)
    {
        var framework = Framework.Select(folder => Read(folder, name.Name)).FirstOrDefault(static assembly => assembly is not null);
        return IsEnough(framework, name) ? framework! : Read(_folder, name.Name) ?? framework ?? throw new AssemblyResolutionException(name);
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    /// <summary>The names of the assemblies in the folder.</summary>
    public static IEnumerable<string> AssembliesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.dll").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>What an assembly of the folder refers to and is not there: assemblies, types and members, each as <c>name: reason</c>.</summary>
    public IReadOnlyList<string> Missing(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(_folder, assembly), new ReaderParameters { AssemblyResolver = this });
        return
        [
            .. module.AssemblyReferences.SelectMany(Problem),
            .. module.GetTypeReferences().Where(type => Fails(type.Resolve)).Select(static type => $"{type.FullName}: no such type"),

            // The members of arrays are the runtime's.
            .. module.GetMemberReferences().Where(static member => !member.DeclaringType.IsArray).Where(Fails).Select(static member => $"{member.FullName}: no such member"),
        ];
    }

    private static bool Fails(MemberReference member) => Fails(() => member switch
    {
        MethodReference method => method.Resolve(),
        FieldReference field => field.Resolve(),
        _ => throw new NotSupportedException(member.GetType().Name),
    });

    private static bool Fails(Func<IMemberDefinition?> resolve)
    {
        try
        {
            return resolve() is null;
        }
        catch (AssemblyResolutionException)
        {
            return true;
        }
    }

    /// <summary>PowerShellStandard.Library has a version of its own.</summary>
    private static bool IsEnough(AssemblyDefinition? assembly, AssemblyNameReference wanted) =>
        assembly is not null && (assembly.Name.Version >= wanted.Version || wanted.Name == "System.Management.Automation");

    private IEnumerable<string> Problem(AssemblyNameReference reference)
    {
        try
        {
            var found = Resolve(reference);
            return IsEnough(found, reference) ? [] : [$"{reference.Name}: only {found.Name.Version}"];
        }
        catch (AssemblyResolutionException)
        {
            return [$"{reference.Name}: no such assembly"];
        }
    }

    private AssemblyDefinition? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".dll");
        if (!_read.TryGetValue(path, out var assembly))
        {
            assembly = File.Exists(path) ? AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this }) : null;
            _read.Add(path, assembly);
        }

        return assembly;
    }

    private static string ReadMetadata(string key) => typeof(FrameworkMembers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
