using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace WxCloud.HelpWriter;

/// <summary>A parameter in one set, or in all sets.</summary>
internal sealed record ParameterShape(
    string Name,
    string Type,
    bool IsSwitch,
    bool IsList,
    bool IsMandatory,
    int? Position,
    PipelineWays Pipeline,
    bool TakesWildcards,
    string Aliases,
    string? Set)
{
    /// <summary>How the parameter takes input from the pipeline, in the words of Get-Help.</summary>
    public string PipelineInput => Pipeline == PipelineWays.None ? "False" : $"True ({Pipeline})";
}

/// <summary>How a parameter is bound from the pipeline.</summary>
[Flags]
internal enum PipelineWays
{
    None = 0,
    ByValue = 1,
    ByPropertyName = 2,
}

/// <summary>The attributes of a cmdlet.</summary>
internal sealed record CommandShape(string Verb, string Noun, IReadOnlyList<string> Sets, IReadOnlyList<ParameterShape> Parameters, IReadOnlyList<string> Outputs)
{
    public string Name => Verb + "-" + Noun;

    public static IReadOnlyList<CommandShape> ReadAll(string assembly) =>
    [
        .. AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly).GetExportedTypes()
            .Where(static type => Find(type, nameof(CmdletAttribute)) is not null)
            .Select(Read)
            .OrderBy(static shape => shape.Name, StringComparer.Ordinal),
    ];

    private static CommandShape Read(Type type)
    {
        var cmdlet = Find(type, nameof(CmdletAttribute))!;
        var parameters = type.GetProperties().SelectMany(ReadParameter).ToList();
        if (Named<bool>(cmdlet, "SupportsShouldProcess"))
        {
            parameters.Add(Common("WhatIf", "SwitchParameter", "wi"));
            parameters.Add(Common("Confirm", "SwitchParameter", "cf"));
        }

        if (Named<bool>(cmdlet, "SupportsPaging"))
        {
            parameters.Add(Common("IncludeTotalCount", "SwitchParameter", "none"));
            parameters.Add(Common("Skip", "UInt64", "none"));
            parameters.Add(Common("First", "UInt64", "none"));
        }

        var sets = parameters.Select(static parameter => parameter.Set).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var first = Named<string>(cmdlet, "DefaultParameterSetName");
        if (first is not null)
        {
            sets = [first, .. sets.Where(set => set != first)];
        }

        return new(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            sets.Count == 0 ? [string.Empty] : sets,
            parameters,
            [.. FindAll(type, nameof(OutputTypeAttribute)).SelectMany(Types)]);
    }

    private static IEnumerable<ParameterShape> ReadParameter(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var aliases = FindAll(property, nameof(AliasAttribute))
            .SelectMany(static attribute => (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
            .Select(static argument => (string)argument.Value!);
        foreach (var attribute in FindAll(property, nameof(ParameterAttribute)))
        {
            var position = Named<int?>(attribute, "Position");
            var ways = (Named<bool>(attribute, "ValueFromPipeline") ? PipelineWays.ByValue : PipelineWays.None)
                | (Named<bool>(attribute, "ValueFromPipelineByPropertyName") ? PipelineWays.ByPropertyName : PipelineWays.None);
            yield return new(
                property.Name,
                type == typeof(SwitchParameter) ? "SwitchParameter" : type.Name,
                type == typeof(SwitchParameter),
                type.IsArray,
                Named<bool>(attribute, "Mandatory"),
                position,
                ways,
                Find(property, nameof(SupportsWildcardsAttribute)) is not null,
                string.Join(", ", aliases) is { Length: > 0 } all ? all : "none",
                Named<string>(attribute, "ParameterSetName"));
        }
    }

    /// <summary>A parameter that PowerShell adds by an attribute of the cmdlet.</summary>
    private static ParameterShape Common(string name, string type, string aliases) =>
        new(name, type, type == "SwitchParameter", IsList: false, IsMandatory: false, Position: null, PipelineWays.None, TakesWildcards: false, aliases, Set: null);

    private static CustomAttributeData? Find(MemberInfo member, string attribute) => FindAll(member, attribute).FirstOrDefault();

    private static IEnumerable<CustomAttributeData> FindAll(MemberInfo member, string attribute) =>
        member.CustomAttributes.Where(data => data.AttributeType.Name == attribute);

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(static argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    private static IEnumerable<string> Types(CustomAttributeData output) =>
        ((IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!).Select(static argument => ((Type)argument.Value!).FullName!);
}
