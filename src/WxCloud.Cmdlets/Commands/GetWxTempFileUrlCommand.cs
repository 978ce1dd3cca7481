using System;
using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Pipeline;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets temporary URLs of files in cloud storage.</summary>
[Cmdlet(VerbsCommon.Get, "WxTempFileUrl")]
[OutputType(typeof(WxTempFileUrl))]
public sealed class GetWxTempFileUrlCommand : EnvironmentCommand
{
    private Feed<string, Outcome<string, WxTempFileUrl>>? _feed;

    /// <summary>The fileIDs of the files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    public string[] FileId { get; set; } = [];

    /// <summary>How long the links live: a number of seconds or a time span.</summary>
    [Parameter(Position = 1)]
    [Seconds]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(2);

    private protected override void Begin()
    {
        var seconds = MaxAge.TotalSeconds;
        if (seconds is < 1 or > int.MaxValue)
        {
            throw Errors.MaxAgeInvalid(MaxAge.ToString("c", CultureInfo.InvariantCulture));
        }

        var environmentId = RequiredEnvironment;
        var lists = Connected.Services.Lists;
        _feed = new(Bridge, (fileIds, cancellationToken) => lists.GetLinksAsync(environmentId, fileIds, (int)seconds, cancellationToken), WriteOutcome);
    }

    private protected override void Process()
    {
        foreach (var fileId in FileId)
        {
            _feed!.Add(fileId);
        }
    }

    private protected override void End() => _feed!.Complete();
}
