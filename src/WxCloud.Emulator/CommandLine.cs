using System;
using System.CommandLine;
using System.Threading.Tasks;

namespace WxCloud.Emulator;

/// <summary>The command line of the program.</summary>
internal static class CommandLine
{
    /// <summary>Describes the program.</summary>
    /// <param name="run">Runs an emulator and returns the exit code.</param>
    public static RootCommand Create(Func<EmulatorOptions, Task<int>> run)
    {
        var options = new EmulatorCommandOptions();
        var command = new RootCommand("The WeChat cloud service on localhost: tokens, storage, database, cloud functions, login.");
        options.AddTo(command);
        command.SetAction(parsed => run(options.Read(parsed)));
        return command;
    }
}
