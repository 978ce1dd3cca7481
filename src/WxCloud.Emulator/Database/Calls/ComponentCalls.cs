using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>
/// A call of <c>componenttcb/*</c> that does by its <c>action</c>, in the body or in the query, what several calls of <c>tcb/*</c> do (wechat-auth.md, section 8). The
/// page of its reply has other names.
/// </summary>
internal sealed class ComponentCall(string name, IReadOnlyDictionary<string, IApiCall> calls) : IApiCall
{
    /// <summary>The calls of files, which have the same names and bodies.</summary>
    private static readonly string[] s_sameNames = ["uploadfile", "batchdownloadfile", "batchdeletefile"];

    public string Path => $"componenttcb/{name}";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    /// <summary>The calls for platforms that the emulator answers.</summary>
    /// <param name="calls">The calls of <c>tcb/*</c>.</param>
    /// <param name="services">What the calls of the database see.</param>
    public static IEnumerable<IApiCall> All(IEnumerable<IApiCall> calls, DatabaseServices services)
    {
        var byPath = calls.ToDictionary(call => call.Path);
        IApiCall Find(string name) => byPath[$"tcb/database{name}"];
        ForwardedCall Forward(string name, string target) => new($"componenttcb/{name}", byPath[$"tcb/{target}"]);
        return
        [
            .. s_sameNames.Select(name => Forward(name, name)),
            Forward("dbaggregate", "databaseaggregate"),
            Forward("dbimport", "databasemigrateimport"),
            Forward("dbexport", "databasemigrateexport"),
            Forward("dbmigrationstate", "databasemigratequeryinfo"),
            new AccessRuleCall(services),
            new ChangeAccessRuleCall(services),
            new ComponentCall("dbindex", new Dictionary<string, IApiCall>
            {
                ["create"] = new ComponentIndexCall(services, isCreation: true),
                ["delete"] = new ComponentIndexCall(services, isCreation: false),
            }),
            new ComponentCall("dbrecord", new Dictionary<string, IApiCall>
            {
                ["insert"] = Find("add"),
                ["delete"] = Find("delete"),
                ["update"] = Find("update"),
                ["query"] = Find("query"),
                ["count"] = Find("count"),
            }),
            new ComponentCall("dbcollection", new Dictionary<string, IApiCall>
            {
                ["add"] = Find("collectionadd"),
                ["delete"] = Find("collectiondelete"),
                ["get"] = new ListCollectionsCall(services, limitByDefault: 20),
            }),
        ];
    }

    public ApiReply Answer(ApiRequest request)
    {
        var action = request.Arguments.OptionalText("action") ?? request.Target.Query["action"] ?? throw ApiErrors.ParameterMissing("action");
        return calls.TryGetValue(action, out var call)
            ? Rename(call.Answer(request))
            : throw ApiErrors.ParameterRefused($"action must be {string.Join(", ", calls.Keys)}, not '{action}'");
    }

    private static ApiReply Rename(ApiReply reply)
    {
        return reply switch
        {
            DatabaseQueryReply query => new ComponentQueryReply(new ComponentPager(query.Pager.Offset, query.Pager.Limit, query.Pager.Total), query.Data),
            DatabaseCollectionListReply list => new ComponentCollectionListReply(list.Collections, list.Pager.Total),
            _ => reply,
        };
    }
}
