using System;
using System.CommandLine;
using System.Globalization;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Orphans;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands.Environments;

/// <summary><c>wxcloud orphans</c>.</summary>
internal static class OrphansCommand
{
    public static Command Create()
    {
        var collection = new Argument<string[]>("collection") { Description = Texts.OrphansCollection, Arity = ArgumentArity.ZeroOrMore };
        var property = JsonRules.Texts("--property", Texts.OrphansProperty);
        var prefix = OptionRules.Text("--prefix", Texts.OrphansPrefix);
        var minimumAge = new Option<int>("--minimum-age") { Description = Texts.OrphansMinimumAge }.Between(0, int.MaxValue);
        var domain = JsonRules.Texts("--domain", Texts.OrphansDomain);
        var command = new Command("orphans", Texts.Orphans) { collection, property, prefix, minimumAge, domain };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var search = new OrphanSearch(context.RequireEnvironment())
            {
                Collections = parsed.GetValue(collection) ?? [],
                Properties = parsed.GetValue(property) ?? [],
                Prefix = parsed.GetValue(prefix) ?? string.Empty,
                MinimumAge = TimeSpan.FromSeconds(parsed.GetValue(minimumAge)),
                Domains = parsed.GetValue(domain) ?? [],
            };
            var meter = new SearchMeter();
            return context.ReportAsync(SearchDisplay.Show(context.Terminal, meter), context.Engine.Orphans.FindAsync(search, meter, cancellationToken), Describe, cancellationToken);
        });
    }

    private static Row Describe(WxCloudOrphan orphan) => orphan.Kind == WxCloudOrphanKind.FileWithoutDocument
        ? new(Sizes.Format(orphan.Length ?? 0), $"{orphan.LastModified?.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),16}  {orphan.CloudPath}")
        : new(Texts.Missing, Texts.OrphanPlace(orphan.CloudPath, orphan.Collection ?? string.Empty, orphan.DocumentId ?? string.Empty, orphan.Property ?? string.Empty));
}
