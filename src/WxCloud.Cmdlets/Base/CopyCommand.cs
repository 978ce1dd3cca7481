using System.Collections.Generic;
using System.Management.Automation;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Transfers.Copy;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that copies stored files inside the storage.</summary>
public abstract class CopyCommand : EnvironmentCommand
{
    private protected const string ByFileId = "FileId";
    private const string ByPath = "CloudPath";

    private IItemStream<CopyItem>? _items;

    private protected CopyCommand()
    {
    }

    /// <summary>The fileIDs of the files.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByFileId, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] FileId { get; set; } = [];

    /// <summary>The cloud paths of the files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CloudPatternCompleter))]
    public string[] CloudPath { get; set; } = [];

    /// <summary>The new cloud path; with a slash at its end, the folder in which files keep their names.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string Destination { get; set; } = string.Empty;

    /// <summary>Replaces stored files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether the sources are deleted.</summary>
    private protected abstract bool IsMove { get; }

    /// <summary>The name of the action for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    private protected sealed override void Begin()
    {
        var options = new CopyOptions { EnvironmentId = RequiredEnvironment, Force = Force, Move = IsMove };
        var copier = Connected.Engine.Copier;
        _items = OpenStream<CopyItem, WxCloudFile>((items, cancellationToken) => copier.CopyAsync(items, options, cancellationToken));
    }

    private protected sealed override void Process()
    {
        foreach (var fileId in FileId)
        {
            Add(fileId);
        }

        foreach (var path in CloudPath)
        {
            try
            {
                foreach (var name in Expand(path))
                {
                    Add(name);
                }
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                WriteError(e.For(path));
            }
        }
    }

    private IEnumerable<string> Expand(string path)
    {
        var (files, environmentId) = (Connected.Engine.Files, RequiredEnvironment);
        return new PulledItems<string>(Bridge, cancellationToken => files.ExpandAsync(environmentId, path, cancellationToken)).Read();
    }

    private void Add(string source)
    {
        if (ShouldProcess(Errors.Texts.Format("Copy.Target", source, Destination), Action))
        {
            _items!.Add(new(source, Destination));
        }
    }
}
