using System.CommandLine;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Cli.Commands.Database;

/// <summary>Which documents an update or a removal takes: by ids, by a filter, or all; exactly one of these is needed.</summary>
internal sealed class Choice
{
    public Option<string[]> Ids { get; } = JsonRules.Texts("--id", Texts.DocumentId);

    public Option<string?> Filter { get; } = JsonRules.Object("--filter", Texts.Filter);

    public Option<bool> All { get; } = OptionRules.Flag("--all", Texts.AllDocuments);

    public Option<bool> WhatIf { get; } = OptionRules.Flag("--what-if", Texts.WhatIf);

    public void AddTo(Command command)
    {
        command.Options.Add(Ids);
        command.Options.Add(Filter);
        command.Options.Add(All);
        command.Options.Add(WhatIf);
        command.Validators.Add(result =>
        {
            var given = (result.GetResult(Ids) is null ? 0 : 1) + (result.GetResult(Filter) is null ? 0 : 1) + (result.GetValue(All) ? 1 : 0);
            if (given != 1)
            {
                result.AddError(Texts.OneChoice);
            }
        });
    }

    /// <summary>The filter; <see langword="null"/> for all documents.</summary>
    /// <exception cref="WxCloudException">It is empty.</exception>
    public DocumentFields? FilterOf(ParseResult parsed)
    {
        if (parsed.GetValue(Filter) is not { } json)
        {
            return null;
        }

        var filter = DocumentJson.ReadDocument(json, "--filter");
        return filter.Count > 0 ? filter : throw Error.FilterEmpty();
    }
}
