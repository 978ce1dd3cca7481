using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>No value: <c>undefined</c>, or an argument that is not there. Fields with it are left out.</summary>
internal sealed class Undefined
{
    public static Undefined Value { get; } = new();
}

/// <summary>An object literal that holds more than plain values, such as commands.</summary>
internal sealed class ScriptObject(IReadOnlyList<KeyValuePair<string, object>> members)
{
    public IReadOnlyList<KeyValuePair<string, object>> Members => members;

    public object? Find(string name) => members.LastOrDefault(member => member.Key == name).Value;

    /// <summary>The members of an object of either kind; null when the value is none.</summary>
    public static IEnumerable<KeyValuePair<string, object>>? MembersOf(object value)
    {
        return value switch
        {
            ScriptObject script => script.Members,
            DocumentValue document => document.Select(field => new KeyValuePair<string, object>(field.Name, field.Value)),
            _ => null,
        };
    }

    /// <summary>A member of an object of either kind; null when there is none.</summary>
    public static object? MemberOf(object value, string name)
    {
        return value switch
        {
            ScriptObject script => script.Find(name),
            DocumentValue document => document[name] is { IsMissing: false } found ? found : null,
            _ => null,
        };
    }
}

/// <summary>An array literal that holds more than plain values.</summary>
internal sealed class ScriptArray(IReadOnlyList<object> items)
{
    /// <summary>The items of an array of either kind; null when the value is none.</summary>
    public static IReadOnlyList<object>? ItemsOf(object value)
    {
        return value switch
        {
            ScriptArray script => script.Items,
            ArrayValue array => array,
            _ => null,
        };
    }

    public IReadOnlyList<object> Items => items;
}

/// <summary>A geometry made by <c>db.Geo</c>: unlike an object literal it is never taken apart.</summary>
internal sealed class ScriptGeometry(DocumentValue geometry)
{
    public DocumentValue Geometry => geometry;
}

/// <summary>An object of the language's own, such as <c>db</c>, with the members that a statement may name.</summary>
internal abstract class HostObject
{
    /// <summary>A member; null when there is none of that name.</summary>
    public abstract object? Member(string name);
}

/// <summary>A function of the language's own.</summary>
/// <param name="call">The result for the arguments.</param>
/// <param name="isConstructor">True when it may follow <c>new</c>.</param>
internal sealed class HostFunction(Func<IReadOnlyList<object>, object> call, bool isConstructor = false)
{
    public bool IsConstructor => isConstructor;

    /// <exception cref="StatementException">The arguments are not those of the function.</exception>
    public object Call(IReadOnlyList<object> arguments) => call(arguments);

    /// <summary>A function of one argument.</summary>
    public static HostFunction Unary(Func<object, object> call) => new(arguments => call(arguments.Count > 0 ? arguments[0] : Undefined.Value));
}
