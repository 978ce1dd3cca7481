using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.References;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Model.References;

namespace WxCloud.Backups.Restore;

/// <summary>The result for a document.</summary>
internal enum RestoreResult
{
    /// <summary>Not known yet, or it failed.</summary>
    None,

    /// <summary>It was inserted.</summary>
    Inserted,

    /// <summary>It replaced another one of the same id.</summary>
    Replaced,

    /// <summary>It was stored already.</summary>
    Present,
}

/// <summary>A document to restore, with the fileIDs of its new environment.</summary>
internal sealed class RestoredDocument
{
    private string? _comparable;

    private RestoredDocument(DocumentFields fields, IReadOnlyList<string> rewritten)
    {
        fields.TryGet("_id", out var exactId);
        IdLiteral = Literal(exactId);
        Id = NormalizeNumbers(exactId) is (int or long or double or string { Length: > 0 }) and var id ? id : throw Error.DocumentIdInvalid(IdLiteral);
        Content = fields.WithoutId();
        Fields = new DocumentFields { { "_id", exactId } };
        foreach (var field in Content)
        {
            Fields.Add(field.Key, field.Value);
        }

        Rewritten = rewritten;
        AddLiteral = Literal(Fields);
    }

    /// <summary>The <c>_id</c>: a text or a number.</summary>
    public object Id { get; }

    /// <summary>The literal of the <c>_id</c>, which distinguishes the document from others.</summary>
    public string IdLiteral { get; }

    /// <summary>The document, its <c>_id</c> first.</summary>
    public DocumentFields Fields { get; }

    /// <summary>The document without its <c>_id</c>.</summary>
    public DocumentFields Content { get; }

    /// <summary>The literal that adds it.</summary>
    public string AddLiteral { get; }

    /// <summary>The places of the fileIDs that were rewritten.</summary>
    public IReadOnlyList<string> Rewritten { get; }

    public RestoreResult Result { get; set; }

    /// <summary>Why it could not be restored; <see langword="null"/> when it could.</summary>
    public WxCloudException? Failure { get; set; }

    /// <summary>Reads a saved document.</summary>
    /// <param name="line">Its text.</param>
    /// <param name="collection">The collection, for errors.</param>
    /// <param name="references">Finds the fileIDs of the environment that it was saved from.</param>
    /// <param name="root">The new environment and bucket of the fileIDs; <see langword="null"/> keeps the old ones.</param>
    /// <exception cref="WxCloudException">It is no document, or has a value that cannot be sent.</exception>
    public static RestoredDocument Read(string line, string collection, DocumentReferences references, string? root)
    {
        var saved = DocumentJson.ReadExactDocument(line, collection);
        if (root is null || !line.Contains("cloud", StringComparison.Ordinal))
        {
            return new(saved, []);
        }

        var places = references.Find(saved).Where(static found => found.Reference.Kind == FileReferenceKind.FileId).Select(static found => found.Property).ToList();
        return places.Count == 0 ? new(saved, []) : new(references.ReplaceRoots(saved, reference => reference.Kind == FileReferenceKind.FileId ? root : null), places);
    }

    /// <summary>Whether a stored document has the same content. The service may return a whole number in another type than was stored.</summary>
    public bool HasSameContentAs(DocumentFields stored) => (_comparable ??= Literal(NormalizeNumbers(Content))) == Literal(NormalizeNumbers(stored.WithoutId()));

    /// <summary>The literal of a value.</summary>
    public static string Literal(object? value) => new LiteralWriter().Value(value).ToString();

    private static object? NormalizeNumbers(object? value)
    {
        switch (value)
        {
            case DocumentFields fields:
                var loose = new DocumentFields();
                foreach (var field in fields)
                {
                    loose.Add(field.Key, NormalizeNumbers(field.Value));
                }

                return ExtendedJson.Unwrap(loose);
            case byte[]:
                return value;
            case IReadOnlyList<object?> items:
                return items.Select(NormalizeNumbers).ToList();
            default:
                return value;
        }
    }
}
