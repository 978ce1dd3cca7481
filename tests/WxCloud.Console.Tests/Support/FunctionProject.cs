using System;
using System.IO;
using System.Linq;

namespace WxCloud.Console.Tests.Support;

/// <summary>A project with one cloud function, <c>hello</c>, which prints a line and adds two numbers.</summary>
internal sealed class FunctionProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public FunctionProject()
    {
        var function = _folder.CreateSubdirectory("hello");
        File.WriteAllText(
            System.IO.Path.Combine(function.FullName, "index.js"),
            "exports.main = async event => { console.log('<b>printed</b>'); return { sum: event.a + event.b, user: process.env.WX_OPENID }; };");
    }

    /// <summary>True where Node is installed.</summary>
    public static bool CanRun => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator)
        .Any(static folder => File.Exists(System.IO.Path.Combine(folder, "node")) || File.Exists(System.IO.Path.Combine(folder, "node.exe")));

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
