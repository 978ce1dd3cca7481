using System;
using System.IO;
using System.Linq;
using WxCloud.HelpWriter;

if (args is not [var sources, var assembly, var target])
{
    Console.Error.WriteLine("Usage: WxCloud.HelpWriter SOURCE-FOLDER CMDLETS-ASSEMBLY TARGET-FILE");
    return 2;
}

try
{
    var shared = MarkdownPage.Read(Path.Combine(sources, "common.md"));
    var commands = CommandShape.ReadAll(assembly).Select(shape => new CommandHelp(shape, MarkdownPage.Read(Path.Combine(sources, shape.Name + ".md")), shared));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
    MamlFile.Write(target, commands.ToList());
    return 0;
}
catch (Exception e) when (e is FormatException or IOException)
{
    // In the form that MSBuild takes for an error.
    Console.Error.WriteLine($"{sources}: error HELP: {e.Message}");
    return 1;
}
