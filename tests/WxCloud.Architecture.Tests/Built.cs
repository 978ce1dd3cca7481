using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Mono.Cecil;

namespace WxCloud.Architecture.Tests;

/// <summary>The assemblies of the projects as the build left them, read as files.</summary>
internal static partial class Built
{
    // The public types of the engine have this namespace in every folder.
    private const string PublicNamespace = "WxCloud";

    private static readonly string s_source = ReadMetadata("SourceFolder");
    private static readonly ConcurrentDictionary<(string Project, string Framework), TypeUse[]> s_uses = new();

    /// <param name="project">The name of a folder of <c>src</c>.</param>
    /// <param name="framework">One of the project's target frameworks.</param>
    /// <returns>The uses between types; a public type of the engine is named by the folder of its file.</returns>
    public static TypeUse[] Uses(string project, string framework) => s_uses.GetOrAdd((project, framework), static key =>
    {
        var assembly = key.Project == "WxCloud.Cli" ? "wxcloud.dll" : key.Project + ".dll";
        var path = Path.Combine(s_source, key.Project, "bin", ReadMetadata("Configuration"), key.Framework, assembly);
        var places = PublicTypes().ToDictionary(static type => type.Name, static type => type.Place, StringComparer.Ordinal);
        return [.. Read(path).Select(use => new TypeUse(places.GetValueOrDefault(use.From, use.From), places.GetValueOrDefault(use.To, use.To)))];
    });

    public static TypeUse[] Read(string path)
    {
        var architecture = new ArchLoader()
            // Its key is the name of the assembly, which both builds of a project share.
            .WithoutArchitectureCache()
            .LoadFilteredDirectory(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Build();
        return
        [
            .. architecture.Types
                .SelectMany(static type => type.Dependencies)
                .SelectMany(static dependency => Named(dependency.Target, dependency.TargetGenericArguments)
                    .Select(target => new TypeUse(Outermost(dependency.Origin.FullName), Outermost(target.FullName))))
                .Concat(CatchClauses(path))
                .Where(static use => use.From != use.To)
                .Distinct()
                .OrderBy(static use => use.From, StringComparer.Ordinal).ThenBy(static use => use.To, StringComparer.Ordinal),
        ];
    }

    // The loader of ArchUnitNET leaves these out.
    private static List<TypeUse> CatchClauses(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return
        [
            .. module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody)
                .SelectMany(static method => method.Body.ExceptionHandlers.Where(static handler => handler.CatchType is not null)
                    .Select(handler => new TypeUse(Outermost(method.DeclaringType.FullName), Outermost(handler.CatchType.FullName)))),
        ];
    }

    private static IEnumerable<IType> Named(IType type, IEnumerable<GenericArgument> arguments) =>
        arguments.SelectMany(static argument => Named(argument.Type, argument.GenericArguments)).Prepend(type);

    private static IEnumerable<(string Name, string Place)> PublicTypes()
    {
        var engine = Path.Combine(s_source, "WxCloud.Core");
        return (
            from file in Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(engine, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')
            where folder != "." && !folder.StartsWith("obj", StringComparison.Ordinal)
            let text = File.ReadAllText(file)
            where text.Contains($"namespace {PublicNamespace};", StringComparison.Ordinal)
            from Match match in TypeDeclaration().Matches(text)
            let name = match.Groups["name"].Value
            select ($"{PublicNamespace}.{name}", $"{PublicNamespace}.{folder}.{name}"))
            // What .NET Framework lacks is below everything, and in the root so that no file has to name it.
            .Concat(from name in (string[])["Polyfills", "Sha1Polyfill", "Md5Polyfill"] select ($"{PublicNamespace}.{name}", $"{PublicNamespace}.Polyfills.{name}"));
    }

    [GeneratedRegex(@"^(public|internal) [a-z ]*(class|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeDeclaration();

    private static string Outermost(string name) => name.Split('+', '/')[0];

    private static string ReadMetadata(string key) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
