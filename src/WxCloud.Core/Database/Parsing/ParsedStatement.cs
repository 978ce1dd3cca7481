using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Acornima;
using Acornima.Ast;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Parsing;

/// <summary>
/// A statement that a user wrote, with the values of its <c>@name</c> parameters filled in as literals. It is parsed before it is
/// sent, so that a mistake costs no call and a value can never become code.
/// </summary>
internal sealed class ParsedStatement
{
    /// <summary>
    /// Replaces the @ of a parameter while the text is parsed: a letter (ID_Start) that no keyword has, of the same length, so
    /// that every place in the parsed text is the same place in the statement.
    /// </summary>
    private const char Marker = '\uA66E';

    private readonly string _beforeEnding;
    private readonly string _ending;
    private readonly List<string> _chain;

    private ParsedStatement(string beforeEnding, string ending, List<string> chain)
    {
        _beforeEnding = beforeEnding;
        _ending = ending;
        _chain = chain;
    }

    /// <summary>Whether the statement itself selects the documents: with <c>skip</c>, <c>limit</c> or <c>doc</c>.</summary>
    public bool HasPage => _chain.Any(static name => name is "limit" or "skip" or "doc");

    public bool HasOrder => _chain.Contains("orderBy");

    /// <summary>Whether the service itself orders the documents, by their distance.</summary>
    public bool IsByDistance => _beforeEnding.Contains("geoNear", StringComparison.Ordinal);

    public string Text => _beforeEnding + _ending;

    /// <summary>The statement with more calls before its last one.</summary>
    public string WithCalls(string calls) => _beforeEnding + calls + _ending;

    /// <param name="statement">The statement.</param>
    /// <param name="parameters">The values by name, without the @.</param>
    /// <param name="endings">How the statement may end.</param>
    /// <exception cref="WxCloudException">It is no statement of the language, or a parameter is missing or not used.</exception>
    public static ParsedStatement Parse(string statement, DocumentFields parameters, params string[] endings)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var places = new List<Identifier>();
        var check = new StatementCheck(IsParameter);
        check.Verify(ParseScript(Mark(statement)));
        if (!endings.Contains(check.Chain[0]))
        {
            throw Error.StatementInvalid(((MemberExpression)check.Ending!.Callee).Property.Location.Start.Line, ColumnOf(check.Ending), Messages.Format("Statement.OtherEnding", string.Join(", ", endings.Select(static name => name + "()")), check.Chain[0] + "()"));
        }

        var member = (MemberExpression)check.Ending!.Callee;
        var end = check.Ending.Range.End;
        var beforeEnding = Fill(0, member.Object.Range.End);
        var ending = Fill(member.Object.Range.End, end);
        return parameters.FirstOrDefault(parameter => !used.Contains(parameter.Key)).Key is { } unused
            ? throw Error.ParameterNotUsed(unused)
            : new(beforeEnding, ending, check.Chain);

        bool IsParameter(Identifier identifier)
        {
            if (statement[identifier.Range.Start] != '@')
            {
                return false;
            }

            if (!places.Contains(identifier))
            {
                places.Add(identifier);
            }

            return true;
        }

        string Fill(int start, int until)
        {
            var filled = new StringBuilder();
            foreach (var place in places.Where(place => place.Range.Start >= start && place.Range.End <= until).OrderBy(static place => place.Range.Start))
            {
                var name = place.Name.Substring(1);
                if (!parameters.TryGet(name, out var value))
                {
                    throw Error.StatementInvalid(place.Location.Start.Line, place.Location.Start.Column + 1, Messages.Format("Statement.ParameterMissing", name));
                }

                used.Add(name);
                filled.Append(statement, start, place.Range.Start - start).Append(LiteralOf(name, value));
                start = place.Range.End;
            }

            return filled.Append(statement, start, until - start).ToString();
        }
    }

    /// <summary>A literal in parentheses, which no sign or name before it can change.</summary>
    private static string LiteralOf(string name, object? value)
    {
        var text = new LiteralWriter();
        text.Inside("@" + name, value, text.Value);
        return $"({text})";
    }

    private static string Mark(string statement)
    {
        var text = new StringBuilder(statement);
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '@' && (char.IsLetter(text[i + 1]) || text[i + 1] == '_'))
            {
                text[i] = Marker;
            }
        }

        return text.ToString();
    }

    private static Script ParseScript(string marked)
    {
        try
        {
            return new Parser().ParseScript(marked);
        }
        catch (ParseErrorException e)
        {
            throw Error.StatementInvalid(e.LineNumber, e.Column + 1, (e.Description ?? e.Message).Replace(Marker, '@'));
        }
        catch (InsufficientExecutionStackException)
        {
            throw Error.StatementInvalid(1, 1, Messages.Format("Statement.TooDeep", StatementCheck.MaxNesting));
        }
    }

    private static int ColumnOf(CallExpression ending) => ((MemberExpression)ending.Callee).Property.Location.Start.Column + 1;
}
