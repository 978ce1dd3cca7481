using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>curl, sending the same form and fetching the same link.</summary>
internal static class Curl
{
    public static async Task<Lap> PostAsync(string url, IEnumerable<(string Name, string Value)> fields, string path, CancellationToken cancellationToken)
    {
        var form = fields.SelectMany(static field => new[] { "--form-string", $"{field.Name}={field.Value}" });
        return await RunAsync([.. form, "-F", $"file=@{path}", url], cancellationToken);
    }

    public static Task<Lap> GetAsync(string url, string path, CancellationToken cancellationToken) => RunAsync(["-o", path, url], cancellationToken);

    private static async Task<Lap> RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        Lap.Of(await ProgramRun.ExecuteAsync(Programs.Require("curl"), ["-sSf", .. arguments], cancellationToken), "curl");
}
