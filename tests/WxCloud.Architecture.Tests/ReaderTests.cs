using System;
using System.Linq;
using Xunit;

namespace WxCloud.Architecture.Tests;

/// <summary>The rules depend on the reader of the assemblies: the samples use a type in each way that code can, once.</summary>
public sealed class ReaderTests
{
    private const string Samples = "WxCloud.Architecture.Tests.Samples";

    [Fact]
    public void Each_way_of_using_a_type_is_seen()
    {
        var seen = Built.Read(typeof(ReaderTests).Assembly.Location)
            .Where(static use => use.FromNamespace == Samples && use.ToNamespace == Samples + ".Used")
            .Select(static use => use.To);
        var used = typeof(ReaderTests).Assembly.GetTypes().Where(static type => type.Namespace == Samples + ".Used").Select(static type => type.FullName!);
        Assert.Empty(used.Except(seen, StringComparer.Ordinal));
    }
}
