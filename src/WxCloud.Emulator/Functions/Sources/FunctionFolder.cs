using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using WxCloud.Emulator.Functions.Errors;

namespace WxCloud.Emulator.Functions.Sources;

/// <summary>The functions of a project: one folder each, with its own <c>index.js</c>, <c>package.json</c>, <c>config.json</c> and <c>node_modules</c>.</summary>
internal sealed class FunctionFolder
{
    private const string ProjectFile = "project.config.json";
    private const int MaxNameLength = 60;

    private readonly string _path;

    /// <param name="path">The folder of the functions, or that of the project, whose <c>project.config.json</c> names it.</param>
    /// <exception cref="IOException">The folder does not exist, or the project's file cannot be read.</exception>
    public FunctionFolder(string path)
    {
        _path = RootOf(Path.GetFullPath(path));
        if (!Directory.Exists(_path))
        {
            throw new DirectoryNotFoundException($"The folder of the cloud functions '{_path}' does not exist.");
        }
    }

    /// <summary>The names of the functions, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            try
            {
                return [.. Directory.EnumerateDirectories(_path).Where(folder => File.Exists(IndexOf(folder))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
            }
            catch (DirectoryNotFoundException)
            {
                return [];
            }
        }
    }

    /// <summary>Reads a function as it is now.</summary>
    /// <exception cref="FunctionException">There is no such function, or its folder cannot be used.</exception>
    public FunctionSource Read(string name)
    {
        var folder = Path.Combine(_path, name);
        if (!IsName(name) || !Directory.Exists(folder))
        {
            throw FunctionErrors.Unknown(name, _path);
        }

        if (!File.Exists(IndexOf(folder)))
        {
            throw FunctionErrors.Unusable(name, $"its folder '{folder}' has no index.js");
        }

        try
        {
            return new FunctionSource(name, folder, FunctionSettings.Read(folder), FolderStamp.Of(folder));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw FunctionErrors.Unusable(name, e.Message);
        }
    }

    /// <summary>Reads the <c>config.json</c> of a function only.</summary>
    /// <exception cref="FunctionException">It cannot be read.</exception>
    public FunctionSettings ReadSettings(string name)
    {
        try
        {
            return FunctionSettings.Read(Path.Combine(_path, name));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw FunctionErrors.Unusable(name, e.Message);
        }
    }

    /// <summary>Names come from outside and must not lead out of the folder; the service allows letters, digits, <c>-</c> and <c>_</c>.</summary>
    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static string IndexOf(string folder) => Path.Combine(folder, "index.js");

    private static string RootOf(string path)
    {
        var file = Path.Combine(path, ProjectFile);
        if (!File.Exists(file))
        {
            return path;
        }

        try
        {
            using var project = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return project.RootElement.TryGetProperty("cloudfunctionRoot", out var root) && root.GetString() is { Length: > 0 } folder
                ? Path.GetFullPath(Path.Combine(path, folder))
                : throw new IOException($"'{file}' names no cloudfunctionRoot.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new IOException($"'{file}' cannot be read: {e.Message}", e);
        }
    }
}
