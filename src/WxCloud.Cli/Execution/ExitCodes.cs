namespace WxCloud.Cli.Execution;

/// <summary>The exit codes of <c>wxcloud</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Some items failed.</summary>
    public const int ItemsFailed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>No connection, or not authorised.</summary>
    public const int NoConnection = 3;

    /// <summary>Interrupted by Ctrl+C: 128 and the number of the signal, as in shells.</summary>
    public const int Interrupted = 130;
}
