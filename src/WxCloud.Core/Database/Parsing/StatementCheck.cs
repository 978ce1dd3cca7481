using System;
using System.Collections.Generic;
using Acornima;
using Acornima.Ast;
using WxCloud.Errors;

namespace WxCloud.Database.Parsing;

/// <summary>
/// Verifies that a parsed statement is one call chain of the documented language, made of literals and the language's own names, and
/// nothing that could run as code.
/// </summary>
/// <param name="isParameter">Whether an identifier is the placeholder of a value.</param>
internal sealed class StatementCheck(Func<Identifier, bool> isParameter)
{
    public const int MaxNesting = 200;

    private readonly Dictionary<string, LanguageType> _declared = new(StringComparer.Ordinal);
    private int _nesting;

    /// <summary>The methods of the chain that the statement ends with, from the outside in: <c>get</c>, <c>limit</c>, <c>where</c>.</summary>
    public List<string> Chain { get; } = [];

    /// <summary>The call at the end.</summary>
    public CallExpression? Ending { get; private set; }

    /// <exception cref="WxCloudException">The statement is another one; the error names line and column.</exception>
    public void Verify(Script script)
    {
        for (var i = 0; i < script.Body.Count; i++)
        {
            switch (script.Body[i])
            {
                case VariableDeclaration { Kind: VariableDeclarationKind.Const } declaration:
                    Declare(declaration);
                    break;
                case EmptyStatement:
                    break;
                case ExpressionStatement { Expression: var expression } when Ending is null:
                    VerifyChain(expression);
                    break;
                case var other:
                    throw At(other, "Statement.OneChain");
            }
        }

        if (Ending is null)
        {
            throw Error.StatementInvalid(1, 1, Messages.Format("Statement.Empty"));
        }
    }

    private static WxCloudException At(Node node, string problem, params object[] arguments) =>
        Error.StatementInvalid(node.Location.Start.Line, node.Location.Start.Column + 1, Messages.Format(problem, arguments));

    private void VerifyChain(Expression expression)
    {
        if (TypeOf(expression) != LanguageType.Action)
        {
            throw At(expression, "Statement.NoEnding");
        }

        Ending = (CallExpression)expression;
        for (Node node = expression; node is CallExpression { Callee: MemberExpression member }; node = member.Object)
        {
            Chain.Add(NameOf(member));
        }
    }

    private void Declare(VariableDeclaration declaration)
    {
        foreach (var declarator in declaration.Declarations)
        {
            if (declarator is not { Id: Identifier name, Init: { } value } || isParameter(name))
            {
                throw At(declarator, "Statement.Declaration");
            }

            _declared[name.Name] = value is MemberExpression constructor && IsGeoConstructor(constructor) ? LanguageType.Geo : TypeOf(value);
        }
    }

    /// <summary><c>const Point = db.Geo.Point</c>, as the documented sample of an export has it.</summary>
    private bool IsGeoConstructor(MemberExpression member) =>
        member.Object is MemberExpression && TypeOf(member.Object) == LanguageType.Geo && LanguageMembers.Call(LanguageType.Geo, NameOf(member)) is not null;

    private LanguageType TypeOf(Node node)
    {
        if (++_nesting > MaxNesting)
        {
            throw At(node, "Statement.TooDeep", MaxNesting);
        }

        var type = TypeOfNode(node);
        _nesting--;
        return type;
    }

    private LanguageType TypeOfNode(Node node) => node switch
    {
        Literal => LanguageType.Value,
        TemplateLiteral { Expressions.Count: 0 } => LanguageType.Value,
        ObjectExpression members => Object(members),
        ArrayExpression items => Array(items),
        UnaryExpression { Operator: Operator.UnaryNegation or Operator.UnaryPlus, Argument: NumericLiteral } => LanguageType.Value,
        Identifier identifier => Name(identifier),
        MemberExpression member => LanguageMembers.Read(TypeOf(member.Object), NameOf(member)) ?? throw Unknown(member),
        NewExpression made => New(made),
        CallExpression { Optional: false } call => Call(call),
        _ => throw At(node, "Statement.NotAllowed", node.Type),
    };

    private LanguageType Object(ObjectExpression source)
    {
        foreach (var node in source.Properties)
        {
            if (node is not ObjectProperty { Kind: PropertyKind.Init, Method: false, Shorthand: false, Computed: false } property || (property.Key is Identifier key && isParameter(key)))
            {
                throw At(node, "Statement.Member");
            }

            TypeOf(property.Value);
        }

        return LanguageType.Value;
    }

    private LanguageType Array(ArrayExpression source)
    {
        foreach (var item in source.Elements)
        {
            TypeOf(item ?? throw At(source, "Statement.Gap"));
        }

        return LanguageType.Value;
    }

    private LanguageType Name(Identifier identifier) =>
        isParameter(identifier) ? LanguageType.Value
        : _declared.TryGetValue(identifier.Name, out var type) || LanguageMembers.Globals.TryGetValue(identifier.Name, out type) ? type
        : throw At(identifier, "Statement.UnknownName", identifier.Name);

    private LanguageType New(NewExpression made)
    {
        Arguments(made.Arguments);
        return made.Callee switch
        {
            Identifier { Name: "Date" or "RegExp" } => LanguageType.Value,
            Identifier name when _declared.TryGetValue(name.Name, out var type) && type == LanguageType.Geo => LanguageType.Value,
            MemberExpression member when TypeOf(member.Object) is LanguageType.Geo or LanguageType.Database => LanguageMembers.Call(TypeOf(member.Object), NameOf(member)) is LanguageType.Value
                ? LanguageType.Value
                : throw Unknown(member),
            _ => throw At(made.Callee, "Statement.NotAfterNew"),
        };
    }

    private LanguageType Call(CallExpression call)
    {
        LanguageType result;
        switch (call.Callee)
        {
            case MemberExpression member:
                result = LanguageMembers.Call(TypeOf(member.Object), NameOf(member)) ?? throw Unknown(member);
                break;
            case Identifier name when _declared.TryGetValue(name.Name, out var type) && type == LanguageType.Geo:
                result = LanguageType.Value;
                break;
            default:
                throw At(call.Callee, "Statement.NotCallable");
        }

        Arguments(call.Arguments);
        return result;
    }

    private void Arguments(NodeList<Expression> arguments)
    {
        foreach (var argument in arguments)
        {
            TypeOf(argument);
        }
    }

    private WxCloudException Unknown(MemberExpression member) =>
        LanguageMembers.NamesOf(TypeOf(member.Object)) is { Length: > 0 } names
            ? At(member.Property, "Statement.UnknownMember", NameOf(member), names)
            : At(member.Property, "Statement.NoMembers", NameOf(member));

    private static string NameOf(MemberExpression member) =>
        member is { Optional: false, Computed: false, Property: Identifier name } ? name.Name : throw At(member.Property, "Statement.MemberName");
}
