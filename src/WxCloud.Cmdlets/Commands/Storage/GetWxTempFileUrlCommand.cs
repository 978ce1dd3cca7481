using System;
using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets temporary URLs of files in cloud storage.</summary>
[Cmdlet(VerbsCommon.Get, "WxTempFileUrl")]
[OutputType(typeof(WxTempFileUrl))]
public sealed class GetWxTempFileUrlCommand : FileIdCommand
{
    /// <summary>The lifetime of the links: a whole number of seconds, or a time span.</summary>
    [Parameter(Position = 1)]
    [Seconds]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(2);

    private protected override IItemStream<string> OpenStream()
    {
        var seconds = MaxAge.TotalSeconds;
        if (seconds is < 1 or > int.MaxValue || seconds % 1 != 0)
        {
            throw Error.MaxAgeInvalid(seconds.ToString(CultureInfo.InvariantCulture));
        }

        var environmentId = RequiredEnvironment;
        var lists = Connected.Engine.Lists;
        return OpenStream<string, WxTempFileUrl>((fileIds, cancellationToken) =>
            lists.GetLinksAsync(environmentId, fileIds, (int)seconds, cancellationToken));
    }
}
