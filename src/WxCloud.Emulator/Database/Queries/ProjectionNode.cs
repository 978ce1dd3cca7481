using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The tree of the paths that a projection names. A leaf without expression is a field that is kept, or dropped.</summary>
internal sealed class ProjectionNode
{
    private readonly List<(string Name, ProjectionNode Node)> _children = [];
    private Expression? _expression;

    private bool IsLeaf => _children.Count == 0;

    public ProjectionNode? Find(string name) => _children.Find(child => child.Name == name).Node;

    public void IncludeFirst(string name) => _children.Insert(0, (name, new ProjectionNode()));

    /// <exception cref="DatabaseException">The path collides with another.</exception>
    public void Add(FieldPath path, Expression? expression)
    {
        var node = this;
        for (var i = 0; i < path.Names.Count; i++)
        {
            var name = path.Names[i];
            var child = node.Find(name);
            var isLast = i == path.Names.Count - 1;
            if (child is not null && (isLast || child.IsLeaf))
            {
                throw DatabaseErrors.InvalidOperator($"Path collision at {path.Text}");
            }

            if (child is null)
            {
                child = new ProjectionNode();
                node._children.Add((name, child));
            }

            node = child;
        }

        node._expression = expression;
    }

    /// <summary>Keeps the fields named, in the document's order; computed ones follow.</summary>
    public DocumentValue Include(DocumentValue document, Scope scope)
    {
        DocumentBuilder result = new();
        foreach (var field in document)
        {
            if (Find(field.Name) is { } child && child._expression is null)
            {
                result.Set(field.Name, child.IsLeaf ? field.Value : child.IncludeIn(field.Value, scope));
            }
        }

        foreach (var (name, child) in _children.Where(child => child.Node.HasExpression))
        {
            if (child._expression is not null)
            {
                result.Set(name, child._expression.Evaluate(scope));
            }
            else if (document[name] is not (DocumentValue or ArrayValue))
            {
                result.Set(name, child.Include(DocumentValue.Empty, scope));
            }
        }

        return result.Build();
    }

    public DocumentValue Exclude(DocumentValue document)
    {
        DocumentBuilder result = new();
        foreach (var field in document)
        {
            var child = Find(field.Name);
            if (child is null)
            {
                result.Set(field.Name, field.Value);
            }
            else if (!child.IsLeaf)
            {
                result.Set(field.Name, child.ExcludeIn(field.Value));
            }
        }

        return result.Build();
    }

    private bool HasExpression => _expression is not null || _children.Exists(child => child.Node.HasExpression);

    /// <summary>Below an array every document is projected and plain values are dropped; a plain value has no such field.</summary>
    private DbValue IncludeIn(DbValue value, Scope scope)
    {
        return value switch
        {
            DocumentValue document => Include(document, scope),
            ArrayValue array => new ArrayValue([.. array.Select(item => HasExpression && item is not (DocumentValue or ArrayValue) ? Include(DocumentValue.Empty, scope) : IncludeIn(item, scope)).Where(item => !item.IsMissing)]),
            _ => DbValue.Missing,
        };
    }

    private DbValue ExcludeIn(DbValue value)
    {
        return value switch
        {
            DocumentValue document => Exclude(document),
            ArrayValue array => new ArrayValue([.. array.Select(ExcludeIn)]),
            _ => value,
        };
    }
}
