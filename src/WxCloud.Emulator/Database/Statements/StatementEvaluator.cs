using System;
using System.Collections.Generic;
using Acornima;
using Acornima.Ast;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>
/// Evaluates statements of the HTTP API without running them as code: literals, <c>const</c> and call chains of the documented names are
/// looked up here, and everything else is an error with its place (wechat-database-functions.md, section 3).
/// </summary>
internal sealed class StatementEvaluator
{
    /// <summary>The readers of a statement's values are recursive; deep nesting is refused long before the stack overflows.</summary>
    private const int MaxNesting = 400;

    private readonly Dictionary<string, object> _names;
    private readonly TypeWrappers _wrappers;
    private int _nesting;

    private StatementEvaluator(long now)
    {
        AggregateLibrary aggregate = new();
        CommandLibrary command = new(aggregate);
        _wrappers = new TypeWrappers(now);
        _names = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["db"] = new DatabaseLibrary(command, now),
            ["_"] = command,
            ["$"] = aggregate,
            ["Date"] = DateConstructor.Create(now),
            ["RegExp"] = new HostFunction(Regex, isConstructor: true),
            ["undefined"] = Undefined.Value,
            ["NaN"] = NumberValue.Of(double.NaN),
            ["Infinity"] = NumberValue.Of(double.PositiveInfinity),
        };
    }

    /// <summary>The command of a statement.</summary>
    /// <param name="statement">The text.</param>
    /// <param name="now">The time that <c>new Date()</c> and <c>db.serverDate()</c> stand for, in Unix milliseconds.</param>
    /// <exception cref="StatementException">The text is no statement of the language; names the place.</exception>
    /// <exception cref="DatabaseException">The database does not accept a value in it.</exception>
    public static DatabaseAction Evaluate(string statement, long now)
    {
        try
        {
            return new StatementEvaluator(now).Run(new Parser().ParseScript(statement));
        }
        catch (ParseErrorException e)
        {
            throw new StatementException(e.Description ?? e.Message, e.LineNumber, e.Column + 1);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new StatementException("the statement is nested too deep", 1, 1);
        }
    }

    private static RegexValue Regex(IReadOnlyList<object> arguments)
    {
        return arguments is [TextValue pattern, ..]
            ? new RegexValue(pattern.Text, arguments.Count > 1 && arguments[1] is TextValue flags ? flags.Text : string.Empty)
            : throw new StatementException("RegExp() needs a pattern");
    }

    private static StatementException At(Node node, string message) => new(message, node.Location.Start.Line, node.Location.Start.Column + 1);

    private DatabaseAction Run(Script script)
    {
        for (var i = 0; i < script.Body.Count; i++)
        {
            switch (script.Body[i])
            {
                case VariableDeclaration { Kind: VariableDeclarationKind.Const or VariableDeclarationKind.Let or VariableDeclarationKind.Var } declaration:
                    Declare(declaration);
                    break;
                case EmptyStatement:
                    break;
                case ExpressionStatement { Expression: var expression } when IsLast(script, i):
                    return Evaluate(expression) as DatabaseAction ?? throw At(expression, "the statement does not end with a call that does something, such as get()");
                case var other:
                    throw At(other, "only 'const' declarations and one call chain at the end are allowed");
            }
        }

        throw new StatementException("the statement is empty", 1, 1);
    }

    private static bool IsLast(Script script, int index)
    {
        for (var i = index + 1; i < script.Body.Count; i++)
        {
            if (script.Body[i] is not EmptyStatement)
            {
                return false;
            }
        }

        return true;
    }

    private void Declare(VariableDeclaration declaration)
    {
        foreach (var declarator in declaration.Declarations)
        {
            if (declarator is not { Id: Identifier { Name: var name }, Init: { } value })
            {
                throw At(declarator, "a declaration must be a name with a value");
            }

            _names[name] = Evaluate(value);
        }
    }

    private object Evaluate(Node node)
    {
        if (++_nesting > MaxNesting)
        {
            throw At(node, $"the statement is nested deeper than {MaxNesting} levels");
        }

        var value = EvaluateNode(node);
        _nesting--;
        return value;
    }

    private object EvaluateNode(Node node)
    {
        return node switch
        {
            StringLiteral text => new TextValue(text.Value),
            NumericLiteral number => NumberValue.FromScript(number.Value),
            BooleanLiteral flag => BooleanValue.Of(flag.Value),
            NullLiteral => DbValue.Null,
            RegExpLiteral regex => new RegexValue(regex.RegExp.Pattern, regex.RegExp.Flags),
            TemplateLiteral { Expressions.Count: 0 } template => new TextValue(template.Quasis[0].Value.Cooked ?? string.Empty),
            ObjectExpression document => EvaluateObject(document),
            ArrayExpression array => EvaluateArray(array),
            UnaryExpression unary => EvaluateSign(unary),
            Identifier identifier => _names.TryGetValue(identifier.Name, out var value) ? value : throw At(identifier, $"'{identifier.Name}' is not defined"),
            MemberExpression member => EvaluateMember(member),
            NewExpression made => Call(made, made.Callee, made.Arguments, isNew: true),
            CallExpression { Optional: false } call => Call(call, call.Callee, call.Arguments, isNew: false),
            _ => throw At(node, "only literals and calls of the database's own names are allowed"),
        };
    }

    private object EvaluateObject(ObjectExpression source)
    {
        DocumentBuilder document = new();
        List<KeyValuePair<string, object>>? members = null;
        foreach (var node in source.Properties)
        {
            if (node is not ObjectProperty { Kind: PropertyKind.Init, Method: false } property)
            {
                throw At(node, "only plain members are allowed in an object");
            }

            var name = NameOf(property);
            var value = Evaluate(property.Value);
            if (members is null && value is DbValue or Undefined)
            {
                document.Set(name, value as DbValue ?? DbValue.Missing);
                continue;
            }

            members ??= [.. ScriptObject.MembersOf(document.Build())!];
            members.RemoveAll(member => member.Key == name);
            members.Add(new(name, value));
        }

        return members is null ? _wrappers.Unwrap(document.Build()) : new ScriptObject(members);
    }

    private static string NameOf(ObjectProperty property)
    {
        return property switch
        {
            { Computed: false, Key: Identifier identifier } => identifier.Name,
            { Key: StringLiteral text } => text.Value,
            { Key: NumericLiteral number } => NumberValue.FromScript(number.Value).ToString()!,
            _ => throw At(property, "the name of a member must be written out"),
        };
    }

    private object EvaluateArray(ArrayExpression source)
    {
        var items = new object[source.Elements.Count];
        var isPlain = true;
        for (var i = 0; i < items.Length; i++)
        {
            var element = source.Elements[i] ?? throw At(source, "an array must have no gaps");
            items[i] = Evaluate(element);
            items[i] = items[i] is Undefined ? DbValue.Null : items[i];
            isPlain &= items[i] is DbValue;
        }

        return isPlain ? new ArrayValue(Array.ConvertAll(items, item => (DbValue)item)) : new ScriptArray(items);
    }

    private NumberValue EvaluateSign(UnaryExpression unary)
    {
        return (unary.Operator, Evaluate(unary.Argument)) switch
        {
            (Operator.UnaryNegation, NumberValue number) => NumberValue.FromScript(-number.ToDouble()),
            (Operator.UnaryPlus, NumberValue number) => number,
            _ => throw At(unary, "only a number may have a sign"),
        };
    }

    private object EvaluateMember(MemberExpression member)
    {
        var name = member switch
        {
            { Optional: true } => null,
            { Computed: false, Property: Identifier identifier } => identifier.Name,
            { Computed: true, Property: StringLiteral text } => text.Value,
            _ => null,
        };
        if (name is null)
        {
            throw At(member.Property, "the name of a member must be written out");
        }

        var target = Evaluate(member.Object);
        var found = target is HostObject host ? host.Member(name) : ScriptObject.MemberOf(target, name);
        return found ?? throw At(member.Property, $"there is no '{name}' here");
    }

    private object Call(Node node, Expression callee, NodeList<Expression> arguments, bool isNew)
    {
        if (Evaluate(callee) is not HostFunction function || (isNew && !function.IsConstructor))
        {
            throw At(callee, isNew ? "this cannot follow 'new'" : "this cannot be called");
        }

        var values = new object[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(arguments[i]);
        }

        try
        {
            return function.Call(values);
        }
        catch (StatementException e) when (e.Line == 0)
        {
            throw At(callee is MemberExpression member ? member.Property : node, e.Message);
        }
    }
}
