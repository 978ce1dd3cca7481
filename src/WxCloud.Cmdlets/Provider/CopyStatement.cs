using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell.Commands;

namespace WxCloud.Cmdlets.Provider;

/// <summary>
/// The source and the destination of the running Copy-Item, as far as the text of its statement shows them. PowerShell refuses a copy
/// between two providers before it calls either of them, and its error does not say what to use instead; so the drive detects such a copy
/// in the earlier calls. Where the text does not show it, PowerShell's own error remains.
/// </summary>
internal sealed class CopyStatement
{
    private static readonly string[] s_copyNames = ["Copy-Item", "copy", "cp", "cpi"];
    private static readonly string[] s_listNames = ["Get-ChildItem", "Get-Item", "dir", "gci", "gi", "ls"];

    private readonly SessionState _session;
    private readonly PipelineAst _pipeline;
    private readonly int _index;
    private readonly StaticBindingResult _copy;

    private CopyStatement(SessionState session, PipelineAst pipeline, int index)
    {
        _session = session;
        _pipeline = pipeline;
        _index = index;
        _copy = StaticParameterBinder.BindCommand((CommandAst)pipeline.PipelineElements[index]);
    }

    /// <summary>The statement; <see langword="null"/> when no script text runs, or when it has no Copy-Item, or several.</summary>
    public static CopyStatement? Find(SessionState session)
    {
        var position = Runspace.DefaultRunspace?.Debugger?.GetCallStack().FirstOrDefault()?.Position;
        if (position is null)
        {
            return null;
        }

        var found = Parser.ParseInput(position.Text, out _, out _)
            .FindAll(static ast => ast is CommandAst command && IsOneOf(s_copyNames, command), searchNestedScriptBlocks: true)
            .ToList();
        return found is [CommandAst { Parent: PipelineAst pipeline } copy] ? new(session, pipeline, pipeline.PipelineElements.IndexOf(copy)) : null;
    }

    /// <summary>Whether the files come from the file system.</summary>
    public bool IsFromFileSystem =>
        HasPath(_copy) ? IsFileSystem(PathOf(_copy))
            : _index == 1 && (_pipeline.PipelineElements[0] switch
            {
                CommandAst list when IsOneOf(s_listNames, list) && StaticParameterBinder.BindCommand(list) is var bound => IsFileSystem(HasPath(bound) ? PathOf(bound) : "."),
                CommandExpressionAst { Expression: VariableExpressionAst variable } => IsFileSystem(ProviderOf(ValueOf(variable))),
                _ => false,
            });

    /// <summary>Whether the files go to the file system.</summary>
    public bool IsToFileSystem => IsFileSystem(Destination);

    /// <summary>Where the files go; <see langword="null"/> when that is computed.</summary>
    public string? Destination => _copy.BoundParameters.TryGetValue("Destination", out var destination) ? TextOf(destination) : ".";

    private static bool IsOneOf(string[] names, CommandAst command) => names.Contains(command.GetCommandName()?.Split('\\').Last(), StringComparer.OrdinalIgnoreCase);

    private static bool HasPath(StaticBindingResult bound) => bound.BoundParameters.ContainsKey("Path") || bound.BoundParameters.ContainsKey("LiteralPath");

    private string? PathOf(StaticBindingResult bound) =>
        TextOf(bound.BoundParameters.TryGetValue("Path", out var path) ? path : bound.BoundParameters["LiteralPath"]);

    /// <summary>The text of an argument, the first of several; <see langword="null"/> when it is computed.</summary>
    private string? TextOf(ParameterBindingResult argument) => First(argument.ConstantValue ?? argument.Value switch
    {
        StringConstantExpressionAst text => text.Value,
        ArrayLiteralAst { Elements: [StringConstantExpressionAst text, ..] } => text.Value,
        VariableExpressionAst variable => ValueOf(variable),
        _ => null,
    })?.ToString();

    private object? ValueOf(VariableExpressionAst variable) => _session.PSVariable.GetValue(variable.VariablePath.UserPath);

    private static object? First(object? value)
    {
        var one = value is PSObject wrapped && wrapped.BaseObject is IEnumerable and not string ? wrapped.BaseObject : value;
        return one is IEnumerable many and not string ? many.Cast<object?>().FirstOrDefault() : one;
    }

    /// <summary>The provider whose item an object is.</summary>
    private static ProviderInfo? ProviderOf(object? item) => First(item) is { } one ? PSObject.AsPSObject(one).Properties["PSProvider"]?.Value as ProviderInfo : null;

    private bool IsFileSystem(string? path)
    {
        try
        {
            if (path is null)
            {
                return false;
            }

            _session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return IsFileSystem(provider);
        }
        catch (SessionStateException)
        {
            // A drive that does not exist has an error of its own.
            return false;
        }
    }

    private static bool IsFileSystem(ProviderInfo? provider) => provider?.ImplementingType == typeof(FileSystemProvider);
}
