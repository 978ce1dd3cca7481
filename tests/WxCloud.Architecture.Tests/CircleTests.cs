using System;
using System.Linq;
using Xunit;

namespace WxCloud.Architecture.Tests;

public sealed class CircleTests
{
    [Theory]
    [InlineData("WxCloud.Core", "net10.0")]
    [InlineData("WxCloud.Core", "netstandard2.0")]
    [InlineData("WxCloud.Cmdlets", "net10.0")]
    [InlineData("WxCloud.Cmdlets", "netstandard2.0")]
    [InlineData("WxCloud.Loader", "net10.0")]
    [InlineData("WxCloud.Loader", "netstandard2.0")]
    [InlineData("WxCloud.Cli", "net10.0")]
    [InlineData("WxCloud.Emulator", "net10.0")]
    public void Namespaces_of_a_project_form_no_circle(string project, string framework)
    {
        // PolySharp generates attributes of the platform into assemblies for .NET Framework; their namespaces are not the project's.
        var uses = Built.Uses(project, framework).Where(static use => use.FromNamespace.StartsWith("WxCloud", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        TypeUse.AssertNone(Circles.Find(uses));
    }

    [Fact]
    public void A_circle_over_three_namespaces_is_found_with_the_types_that_close_it()
    {
        TypeUse[] uses = [new("A.X", "B.Y"), new("B.Y", "C.Z"), new("C.Z", "A.X"), new("A.X", "D.W")];
        Assert.Equal(uses[..3], Circles.Find(uses));
    }
}
