using System;
using System.Linq;
using System.Reflection;
using WxCloud.Cmdlets.Bridge;
using Xunit;

namespace WxCloud.Cmdlets.Tests;

public sealed class AssemblyRulesTests
{
    [Theory]
    [InlineData(typeof(PipelineBridge))]
    [InlineData(typeof(ItemStream<,>))]
    public void The_scheduling_names_no_type_of_PowerShell(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var named = type.GetFields(All).Select(static field => field.FieldType)
            .Concat(type.GetMethods(All).SelectMany(static method => method.GetParameters()).Select(static parameter => parameter.ParameterType))
            .Concat(type.GetMethods(All).Select(static method => method.ReturnType))
            .Append(type.BaseType!);
        Assert.DoesNotContain(named, static other => other.FullName?.StartsWith("System.Management.Automation", StringComparison.Ordinal) == true);
    }
}
