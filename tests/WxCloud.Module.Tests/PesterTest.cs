using System.Text.Json.Serialization;
using Xunit;

namespace WxCloud.Module.Tests;

/// <summary>What became of one Pester test.</summary>
public sealed record PesterTest(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("message")] string Message)
{
    public void Report()
    {
        switch (Outcome)
        {
            case "Passed":
                break;
            case "Skipped":
                Assert.Skip(Message);
                break;
            default:
                Assert.Fail(Message);
                break;
        }
    }

    public override string ToString() => Name;
}
