using System.CommandLine;
using WxCloud.Benchmarks.Backups;
using WxCloud.Benchmarks.Checksums;
using WxCloud.Benchmarks.Kills;
using WxCloud.Benchmarks.Soak;
using WxCloud.Benchmarks.Table;

var root = new RootCommand("Measures WxCloud beside its peers, and lets it survive bad days.")
{
    TableCommand.Create(),
    SoakCommand.Create(),
    KillsCommand.Create(),
    BackupsCommand.Create(),
    Crc64Command.Create(),
};
return await root.Parse(args).InvokeAsync();
