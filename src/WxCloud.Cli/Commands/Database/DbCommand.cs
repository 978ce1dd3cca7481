using System.CommandLine;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db</c>: the commands of the cloud database.</summary>
internal static class DbCommand
{
    public static Command Create() => new("db", Texts.Db)
    {
        QueryCommand.Create(),
        AddCommand.Create(),
        UpdateCommand.Create(),
        RemoveCommand.Create(),
        CountCommand.Create(),
        AggregateCommand.Create(),
        CollectionsCommand.Create(),
        IndexCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
    };
}
