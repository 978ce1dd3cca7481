using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>A compiled aggregation expression.</summary>
internal abstract class Expression
{
    /// <summary>The value for one document; <see cref="DbValue.Missing"/> where the expression leads to nothing.</summary>
    public abstract DbValue Evaluate(Scope scope);
}

internal sealed class ConstantExpression(DbValue value) : Expression
{
    public override DbValue Evaluate(Scope scope) => value;
}

/// <summary>A path below a variable: <c>$a.b</c> is a path below CURRENT.</summary>
internal sealed class PathExpression(string variable, FieldPath? path) : Expression
{
    public override DbValue Evaluate(Scope scope)
    {
        var root = scope[variable];
        return path is null ? root : path.Evaluate(root);
    }
}

/// <summary>An object of expressions.</summary>
internal sealed class ObjectExpression((string Name, Expression Value)[] fields) : Expression
{
    public override DbValue Evaluate(Scope scope)
    {
        DocumentBuilder document = new();
        foreach (var (name, value) in fields)
        {
            document.Set(name, value.Evaluate(scope));
        }

        return document.Build();
    }
}

/// <summary>An array of expressions; what is missing becomes null.</summary>
internal sealed class ArrayExpression(Expression[] items) : Expression
{
    public override DbValue Evaluate(Scope scope)
    {
        var values = new DbValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var value = items[i].Evaluate(scope);
            values[i] = value.IsMissing ? DbValue.Null : value;
        }

        return new ArrayValue(values);
    }
}
