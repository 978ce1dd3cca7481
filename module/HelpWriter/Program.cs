using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using WxCloud.HelpWriter;

try
{
    switch (args)
    {
        case [var sources, var assembly, var manifest, var target]:
            WriteCommands(sources, assembly, manifest, target);
            return 0;
        case [var page, var topic]:
            TopicFile.Write(page, topic);
            return 0;
        default:
            Console.Error.WriteLine("Usage: WxCloud.HelpWriter SOURCE-FOLDER CMDLETS-ASSEMBLY MANIFEST TARGET-FILE | TOPIC-PAGE TARGET-FILE");
            return 2;
    }
}
catch (Exception e) when (e is FormatException or IOException)
{
    // In the form that MSBuild takes for an error.
    Console.Error.WriteLine($"{args[0]}: error HELP: {e.Message}");
    return 1;
}

static void WriteCommands(string sources, string assembly, string manifest, string target)
{
    var pages = FindPages(sources, manifest);
    var shared = MarkdownPage.Read(Path.Combine(sources, "common.md"));
    var commands = CommandShape.ReadAll(assembly).Select(shape => new CommandHelp(shape, MarkdownPage.Read(Path.Combine(sources, shape.Name + ".md")), shared, pages));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
    MamlFile.Write(target, commands.ToList());
}

// The manifest is the one place of the project's address; the pages are there as they are here.
static Uri FindPages(string sources, string manifest)
{
    var project = Regex.Match(File.ReadAllText(manifest), @"ProjectUri\s*=\s*'(?<address>[^']+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    if (!project.Success)
    {
        throw new FormatException($"{manifest} has no ProjectUri.");
    }

    var folder = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(manifest))!, Path.GetFullPath(sources)).Replace('\\', '/');
    return new($"{project.Groups["address"].Value}/blob/main/{folder}/");
}
