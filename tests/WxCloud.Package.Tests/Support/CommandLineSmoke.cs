using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Package.Tests.Support;

/// <summary>The main jobs of an installed <c>wxcloud</c>, on the emulator that it hosts itself.</summary>
internal static class CommandLineSmoke
{
    private const string Name = "春天 [1].txt";

    public static async Task RunAsync(EmptyProfile profile, string program)
    {
        profile.Write(Path.Combine("photos", Name), "spring");
        profile.Write(Path.Combine("photos", "deep", "leaf.txt"), "leaf");
        Assert.StartsWith(BuildInfo.Version, Assert.Single(await profile.SucceedAsync(program, "--version")), StringComparison.Ordinal);

        var sent = await profile.SucceedAsync(program, "upload", "photos", "--recurse", "--prefix", "demo/", "--local");
        Assert.Contains(sent, static line => line.EndsWith("/demo/photos/" + Name, StringComparison.Ordinal));
        var listed = await profile.SucceedAsync(program, "list", "--prefix", "demo/", "--recurse", "--local");
        Assert.Equal(2, listed.Count(static line => line.Contains("demo/photos/", StringComparison.Ordinal)));

        var fileId = sent.Select(static line => line[line.IndexOf("cloud://", StringComparison.Ordinal)..]).Single(static id => id.EndsWith(Name, StringComparison.Ordinal));
        await profile.SucceedAsync(program, "download", fileId, "--destination", "back", "--local");
        Assert.Equal("spring", await File.ReadAllTextAsync(profile.At(Path.Combine("back", "demo", "photos", Name)), TestContext.Current.CancellationToken));
        await profile.SucceedAsync(program, "db", "collections", "--add", "image", "--local");
        await profile.SucceedAsync(program, "delete", fileId, "--local");
        var gone = await profile.RunAsync(program, ["download", fileId, "--destination", "again", "--local"]);
        Assert.Equal(1, gone.ExitCode);
    }
}
