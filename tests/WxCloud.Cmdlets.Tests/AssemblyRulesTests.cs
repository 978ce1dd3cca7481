using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using WxCloud.Cmdlets.Bridge;
using Xunit;

namespace WxCloud.Cmdlets.Tests;

public sealed class AssemblyRulesTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_bridge_names_no_type_of_PowerShell()
    {
        var bridge = LoadTypes(typeof(PipelineBridge).Assembly).Where(static type => type.Namespace == typeof(PipelineBridge).Namespace).ToList();
        Assert.Contains(typeof(ItemStream<,>), bridge);
        Assert.DoesNotContain(bridge.SelectMany(NamedBy), static type => type.FullName?.StartsWith("System.Management.Automation", StringComparison.Ordinal) == true);
    }

    /// <summary>The commands cannot be loaded here: there is no PowerShell. The bridge can.</summary>
    private static IEnumerable<Type> LoadTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    private static IEnumerable<Type> NamedBy(Type type) =>
        type.GetFields(All).Select(static field => field.FieldType)
            .Concat(type.GetMethods(All).SelectMany(static method => method.GetParameters()).Select(static parameter => parameter.ParameterType))
            .Concat(type.GetMethods(All).Select(static method => method.ReturnType))
            .Concat(type.GetConstructors(All).SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.ParameterType))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType)
            .OfType<Type>();
}
