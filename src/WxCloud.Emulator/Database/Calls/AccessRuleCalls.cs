using System.Linq;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>
/// <c>POST componenttcb/dbgetacl</c>: the access rule of a collection. Names of fields are those of public clients; wechat-auth.md, section 8, has the name of the
/// call alone. Rules are for Mini Programs; calls of servers, and so all calls here, are never refused by one.
/// </summary>
internal sealed class AccessRuleCall(DatabaseServices services) : DatabaseCall("dbgetacl", services, "componenttcb")
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        IDatabaseSession session = Services.Store.Of(Environment(environmentId).Id);
        var access = session.Collection(request.Arguments.RequiredText("collection_name")).Access;
        return new AccessRuleReply(access.Tag, access.Rule);
    }
}

/// <summary><c>POST componenttcb/dbmodifyacl</c>: changes the access rule of a collection.</summary>
internal sealed class ChangeAccessRuleCall(DatabaseServices services) : DatabaseCall("dbmodifyacl", services, "componenttcb")
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var collection = request.Arguments.RequiredText("collection_name");
        var tag = request.Arguments.RequiredText("acl_tag");
        if (!AccessRule.Tags.Contains(tag))
        {
            throw DatabaseErrors.InvalidParameter($"acl_tag must be one of {string.Join(", ", AccessRule.Tags)}, not '{tag}'");
        }

        var rule = tag == AccessRule.Custom ? request.Arguments.RequiredText("rule") : null;
        return Services.Store.Of(Environment(environmentId).Id).Write(editor =>
        {
            editor[collection].SetAccess(new AccessRule(tag, rule));
            return new DatabaseDoneReply();
        });
    }
}
