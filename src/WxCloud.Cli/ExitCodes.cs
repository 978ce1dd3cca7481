namespace WxCloud.Cli;

/// <summary>What the command line tells its caller.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Some items failed.</summary>
    public const int ItemsFailed = 1;

    /// <summary>The command was not understood.</summary>
    public const int WrongUsage = 2;

    /// <summary>No connection, or not authorised.</summary>
    public const int NoConnection = 3;

    /// <summary>Stopped by Ctrl+C: 128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130;
}
