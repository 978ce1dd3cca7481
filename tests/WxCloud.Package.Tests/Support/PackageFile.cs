using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Mono.Cecil;
using Xunit;

namespace WxCloud.Package.Tests.Support;

/// <summary>A .nupkg file, read as the archive that it is.</summary>
internal static class PackageFile
{
    /// <summary>What NuGet itself adds to every package.</summary>
    private static readonly string[] s_envelope = ["_rels/", "package/", "[Content_Types].xml"];

    /// <summary>The paths of the files inside, without what NuGet adds.</summary>
    public static IReadOnlyList<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return
        [
            .. archive.Entries.Select(static entry => entry.FullName)
                .Where(static name => !name.EndsWith('/') && !name.EndsWith(".nuspec", StringComparison.Ordinal))
                .Where(static name => !s_envelope.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The fields of the package's metadata by name.</summary>
    public static IReadOnlyDictionary<string, string> Metadata(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
        return metadata.Elements().ToDictionary(static element => element.Name.LocalName, static element => element.Value, StringComparer.Ordinal);
    }

    public static string Read(string package, string name)
    {
        using var archive = ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Copies a package to another folder under another version, as the next release of the same content would be.</summary>
    public static void CopyAs(string package, string version, string folder)
    {
        var copy = Path.Combine(folder, Path.GetFileName(package).Replace(BuildInfo.Version, version, StringComparison.Ordinal));
        File.Copy(package, copy);
        using var archive = ZipFile.Open(copy, ZipArchiveMode.Update);
        foreach (var name in archive.Entries.Select(static entry => entry.FullName).ToList())
        {
            if (name.EndsWith(".nuspec", StringComparison.Ordinal))
            {
                Replace(archive, name, bytes => Edit(bytes, $"<version>{BuildInfo.Version}</version>", $"<version>{version}</version>"));
            }
            else if (name == "WxCloud.psd1")
            {
                Replace(archive, name, bytes => Edit(bytes, $"= '{BuildInfo.Version}'", $"= '{version}'"));
            }
            else if (name.StartsWith("bin/net10.0-", StringComparison.Ordinal))
            {
                // Compiled assemblies cannot be renamed; those that run everywhere serve in their place.
                archive.GetEntry(name)!.Delete();
            }
            else if (Path.GetFileName(name) is "WxCloud.Cmdlets.dll" or "WxCloud.Cmdlets.resources.dll")
            {
                // PowerShell remembers the parameters of a cmdlet by the full name of its type, in which the version is.
                Replace(archive, name, bytes => Rename(bytes, version));
            }
        }
    }

    private static byte[] Edit(byte[] content, string from, string to)
    {
        var text = Encoding.UTF8.GetString(content);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }

    private static byte[] Rename(byte[] assembly, string version)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        module.Assembly.Name.Version = Version.Parse(version + ".0");
        var renamed = new MemoryStream();
        module.Write(renamed);
        return renamed.ToArray();
    }

    private static void Replace(ZipArchive archive, string name, Func<byte[], byte[]> edit)
    {
        var entry = archive.GetEntry(name)!;
        var content = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(content);
        }

        entry.Delete();
        using var target = archive.CreateEntry(name).Open();
        target.Write(edit(content.ToArray()));
    }
}
