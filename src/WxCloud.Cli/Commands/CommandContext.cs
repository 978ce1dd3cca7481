using System.CommandLine;
using WxCloud.Cli.Display;

namespace WxCloud.Cli.Commands;

/// <summary>What a running command works with.</summary>
internal sealed class CommandContext(ParseResult parsed, WxCloudConnection connection, Terminal terminal)
{
    public ParseResult Parsed { get; } = parsed;

    public Terminal Terminal { get; } = terminal;

    /// <summary>Items that could not be done; the rest went on.</summary>
    public int FailedItems { get; set; }

    /// <exception cref="WxCloudException">No environment is set.</exception>
    public string RequireEnvironment() => connection.RequireEnvironment(environmentId: null);
}
