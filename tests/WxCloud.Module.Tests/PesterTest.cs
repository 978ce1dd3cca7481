using System.Text.Json.Serialization;
using Xunit;

namespace WxCloud.Module.Tests;

/// <summary>What became of one Pester test.</summary>
public sealed record PesterTest(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("message")] string Message)
{
    /// <summary>Whether it neither passed nor was skipped on purpose; a test that did not run at all has failed.</summary>
    [JsonIgnore]
    public bool Failed => Outcome is not ("Passed" or "Skipped");

    public void Report()
    {
        Assert.SkipWhen(Outcome == "Skipped", Message);
        Assert.False(Failed, $"{Outcome}: {Message}");
    }

    public override string ToString() => Name;
}
