using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>The variables that an expression sees. A scope never changes; a variable is added by a scope within it.</summary>
internal sealed class Scope
{
    private const string Root = "ROOT";
    private const string Current = "CURRENT";

    private readonly Scope? _outer;
    private readonly string _name;
    private readonly DbValue _value;

    private Scope(Scope? outer, string name, DbValue value)
    {
        _outer = outer;
        _name = name;
        _value = value;
    }

    /// <summary>The value of a variable.</summary>
    /// <exception cref="DatabaseException">There is no variable of that name.</exception>
    public DbValue this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope._outer)
            {
                if (scope._name == name || (scope._name == Root && name == Current))
                {
                    return scope._value;
                }
            }

            return name == "REMOVE" ? DbValue.Missing : throw DatabaseErrors.InvalidOperator($"Use of undefined variable: {name}");
        }
    }

    /// <summary>A scope that has only the time of the command.</summary>
    public static Scope At(long now) => new(null, "NOW", new DateValue(now));

    /// <summary>The scope for one document: its ROOT and CURRENT.</summary>
    public Scope For(DbValue document) => new(this, Root, document);

    public Scope With(string name, DbValue value) => new(this, name, value);
}
