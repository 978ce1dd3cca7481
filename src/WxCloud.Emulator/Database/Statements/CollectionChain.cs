using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>A search in the making: <c>collection().where().orderBy().skip().limit().field()</c>, or one document of <c>doc()</c>.</summary>
internal sealed class CollectionChain(FindCommand find, int? limit = null, DbValue? documentId = null) : HostObject
{
    /// <summary>The limit of results over HTTP; public code requests that many; more are cut off.</summary>
    private const int MaxLimit = 1000;

    public override object? Member(string name)
    {
        return name switch
        {
            "get" => new HostFunction(_ => new DatabaseAction.Get(find, limit)),
            "update" => HostFunction.Unary(argument => new DatabaseAction.Update(find, UpdateEncoder.Encode(Data(argument)), IsMulti: documentId is null)),
            "remove" => new HostFunction(_ => new DatabaseAction.Remove(find, IsMulti: documentId is null)),
            "field" => HostFunction.Unary(argument => With(find with { Projection = Fields(argument) })),
            _ => documentId is null ? CollectionMember(name) : DocumentMember(name),
        };
    }

    private HostFunction? DocumentMember(string name)
    {
        return name == "set" ? HostFunction.Unary(argument => new DatabaseAction.Set(find.Collection, documentId!, Plain(Data(argument)))) : null;
    }

    private HostFunction? CollectionMember(string name)
    {
        return name switch
        {
            "doc" => HostFunction.Unary(Document),
            "where" => HostFunction.Unary(argument => With(find with { Filter = QueryEncoder.Encode(argument) })),
            "orderBy" => new HostFunction(OrderBy),
            "skip" => HostFunction.Unary(argument => With(find with { Skip = Whole("skip", argument) })),
            "limit" => HostFunction.Unary(argument => new CollectionChain(find, System.Math.Min(Whole("limit", argument), MaxLimit), documentId)),
            "count" => new HostFunction(_ => new DatabaseAction.Count(find)),
            "add" => HostFunction.Unary(argument => new DatabaseAction.Add(find.Collection, Documents(Data(argument)))),
            "aggregate" => new HostFunction(_ => new PipelineChain(find.Collection)),
            _ => null,
        };
    }

    private CollectionChain With(FindCommand changed) => new(changed, limit, documentId);

    private CollectionChain Document(object argument)
    {
        return argument is TextValue or NumberValue
            ? new CollectionChain(find with { Filter = DocumentValue.Of("_id", (DbValue)argument) }, 1, (DbValue)argument)
            : throw new StatementException("the id of doc() must be a string or a number");
    }

    private CollectionChain OrderBy(IReadOnlyList<object> arguments)
    {
        if (arguments is not [TextValue path, TextValue { Text: "asc" or "desc" } direction, ..])
        {
            throw new StatementException("orderBy() needs a field and 'asc' or 'desc'");
        }

        return With(find with { Sort = find.Sort.With(path.Text, NumberValue.Of(direction.Text == "desc" ? -1 : 1)) });
    }

    private static int Whole(string name, object argument)
    {
        return argument is NumberValue number && number.ToWhole() is { } whole and >= 0 and <= int.MaxValue
            ? (int)whole
            : throw new StatementException($"{name}() needs a whole number, not negative");
    }

    private static object Data(object argument)
    {
        return ScriptObject.MemberOf(argument, "data") ?? throw new StatementException("the argument must be an object with 'data'");
    }

    private static DocumentValue Plain(object data) => PlainData.DocumentOf(data, "data");

    private static IReadOnlyList<DocumentValue> Documents(object data)
    {
        return ScriptArray.ItemsOf(data) is { } items ? [.. items.Select(Plain)] : [Plain(data)];
    }

    /// <summary>Flags become 1 and 0, as the SDKs write them; operators stay.</summary>
    private static DocumentValue Fields(object argument)
    {
        return new DocumentValue([.. PlainData.DocumentOf(argument, "the argument of field()").Select(field => new Field(field.Name, field.Value switch
        {
            BooleanValue flag => NumberValue.Of(flag.IsTrue ? 1 : 0),
            NumberValue number => NumberValue.Of(number.ToDouble() > 0 ? 1 : 0),
            _ => field.Value,
        }))]);
    }
}
