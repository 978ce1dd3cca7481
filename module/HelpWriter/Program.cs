using System;
using System.IO;
using System.Linq;
using WxCloud.HelpWriter;

try
{
    switch (args)
    {
        case [var sources, var assembly, var target]:
            WriteCommands(sources, assembly, target);
            return 0;
        case [var page, var topic]:
            TopicFile.Write(page, topic);
            return 0;
        default:
            Console.Error.WriteLine("Usage: WxCloud.HelpWriter SOURCE-FOLDER CMDLETS-ASSEMBLY TARGET-FILE | TOPIC-PAGE TARGET-FILE");
            return 2;
    }
}
catch (Exception e) when (e is FormatException or IOException)
{
    // In the form that MSBuild takes for an error.
    Console.Error.WriteLine($"{args[0]}: error HELP: {e.Message}");
    return 1;
}

static void WriteCommands(string sources, string assembly, string target)
{
    var shared = MarkdownPage.Read(Path.Combine(sources, "common.md"));
    var commands = CommandShape.ReadAll(assembly).Select(shape => new CommandHelp(shape, MarkdownPage.Read(Path.Combine(sources, shape.Name + ".md")), shared));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
    MamlFile.Write(target, commands.ToList());
}
