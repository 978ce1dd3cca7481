using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace WxCloud.Architecture.Tests;

/// <summary>That one type names another one anywhere in its compiled code: members, bodies, attributes, generic arguments.</summary>
/// <param name="From">The full name of the type, which includes the types nested in it: the compiler's state machines and closures too.</param>
/// <param name="To">The full name of the type that it uses.</param>
internal sealed record TypeUse(string From, string To)
{
    public string FromNamespace => NamespaceOf(From);

    public string ToNamespace => NamespaceOf(To);

    /// <summary>Fails with the forbidden uses, one a line.</summary>
    public static void AssertNone(IEnumerable<TypeUse> forbidden)
    {
        var lines = forbidden.Select(static use => use.ToString()).ToList();
        Assert.True(lines.Count == 0, string.Join(Environment.NewLine, lines));
    }

    public override string ToString() => $"{From} uses {To}";

    private static string NamespaceOf(string name) => name.LastIndexOf('.') is > 0 and var end ? name[..end] : string.Empty;
}
