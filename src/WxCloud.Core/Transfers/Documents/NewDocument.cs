using System;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Transfers.Documents;

/// <summary>A document that is about to be added, as the literal that is sent.</summary>
internal sealed class NewDocument
{
    private NewDocument(object id, bool hasOwnId, string literal)
    {
        Id = id;
        HasOwnId = hasOwnId;
        Literal = literal;
    }

    /// <summary>The <c>_id</c>: a text or a number.</summary>
    public object Id { get; }

    /// <summary>Whether the <c>_id</c> came with the document. One that was made here belongs to no other document.</summary>
    public bool HasOwnId { get; }

    public string Literal { get; }

    /// <exception cref="WxCloudException">The document has a value or a name that cannot be stored; the error names its field.</exception>
    public static NewDocument Of(DocumentFields fields)
    {
        var hasOwnId = fields.TryGet("_id", out var id);
        if (hasOwnId && id is not (int or long or double or string { Length: > 0 }))
        {
            throw Error.DocumentIdInvalid(DocumentJson.Write(id));
        }

        var whole = fields;
        if (!hasOwnId)
        {
            // The form of the ids that newer environments make: 32 hexadecimal digits.
            id = Guid.NewGuid().ToString("N");
            whole = new() { { "_id", id } };
            foreach (var field in fields)
            {
                whole.Add(field.Key, field.Value);
            }
        }

        return new(id!, hasOwnId, new LiteralWriter().Value(whole).ToString());
    }
}
