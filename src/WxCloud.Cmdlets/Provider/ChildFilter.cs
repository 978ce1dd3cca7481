using System.Management.Automation;
using WxCloud.Cmdlets.Provider.Drives;

namespace WxCloud.Cmdlets.Provider;

/// <summary>Selects children by -Filter, -File and -Directory.</summary>
internal sealed class ChildFilter
{
    private readonly WildcardPattern? _names;
    private readonly bool _hasFiles;
    private readonly bool _hasFolders;

    /// <param name="command">The command with its parameters.</param>
    /// <param name="filter">The value of -Filter, in which brackets are literal, as in the file system; <see langword="null"/> or empty for none.</param>
    public ChildFilter(DriveCommand command, string? filter)
    {
        _names = string.IsNullOrEmpty(filter) ? null : WildcardPattern.Get(filter!.Replace("[", "`[").Replace("]", "`]"), WildcardOptions.IgnoreCase);
        var (files, folders) = (command.IsListing && command.Has("File"), command.IsListing && command.Has("Directory"));
        _hasFiles = files || !folders;
        _hasFolders = folders || !files;
    }

    public bool Shows(DriveChild child) => Shows(child.File) && _names?.IsMatch(child.Place.Name) != false;

    public bool Shows(WxCloudFile file) => file.IsFolder ? _hasFolders : _hasFiles;
}
