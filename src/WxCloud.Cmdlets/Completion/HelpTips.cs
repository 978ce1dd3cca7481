using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace WxCloud.Cmdlets.Completion;

/// <summary>What the help of the package describes a parameter with, for tooltips. Read once for each language, without Get-Help, which takes longer.</summary>
internal static class HelpTips
{
    private const string FileName = "WxCloud.Cmdlets.dll-Help.xml";

    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> s_tips = new(StringComparer.Ordinal);

    /// <summary>The first paragraph; <see langword="null"/> when there is none.</summary>
    /// <param name="command">The command as it was typed, with or without the name of the module.</param>
    /// <param name="parameter">The parameter.</param>
    public static string? Find(string command, string parameter)
    {
        var tips = s_tips.GetOrAdd(FindFolder(CultureInfo.CurrentUICulture), Read);
        return tips.TryGetValue(KeyOf(command.Substring(command.LastIndexOf('\\') + 1), parameter), out var tip) ? tip : null;
    }

    /// <summary>Simplified Chinese in any of its countries has the Chinese help; every other language the English one.</summary>
    private static string FindFolder(CultureInfo culture)
    {
        for (var one = culture; one.Name.Length > 0; one = one.Parent)
        {
            if (one.Name is "zh-CN" or "zh-Hans")
            {
                return "zh-CN";
            }
        }

        return "en-US";
    }

    private static IReadOnlyDictionary<string, string> Read(string culture)
    {
        // This assembly lies two folders below the package's root.
        var path = Path.Combine(Path.GetDirectoryName(typeof(HelpTips).Assembly.Location)!, "..", "..", culture, FileName);
        var tips = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return tips;
        }

        foreach (var command in XDocument.Load(path).Root!.Elements())
        {
            var name = command.Element(s_command + "details")?.Element(s_command + "name")?.Value ?? string.Empty;
            foreach (var parameter in command.Elements(s_command + "parameters").Elements())
            {
                if (parameter.Element(s_maml + "description")?.Elements().FirstOrDefault()?.Value is { Length: > 0 } text)
                {
                    tips[KeyOf(name, parameter.Element(s_maml + "name")!.Value)] = text;
                }
            }
        }

        return tips;
    }

    private static string KeyOf(string command, string parameter) => command + " " + parameter;
}
