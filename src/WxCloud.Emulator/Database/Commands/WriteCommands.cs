using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Updates;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Commands;

/// <summary>What an update did.</summary>
/// <param name="Matched">How many documents the filter accepted.</param>
/// <param name="Modified">How many of them are different now.</param>
/// <param name="UpsertedId">The id of the document that was created because there was none; null otherwise.</param>
internal sealed record UpdateResult(int Matched, int Modified, DbValue? UpsertedId);

/// <summary>The commands that change documents. Each is done as a whole or not at all.</summary>
/// <param name="session">Where they are done.</param>
/// <param name="now">The time, in Unix milliseconds.</param>
internal sealed class WriteCommands(IDatabaseSession session, long now)
{
    private const string Id = "_id";

    private readonly Scope _scope = Scope.At(now);

    /// <summary>Adds documents; those without <c>_id</c> get one of 32 hex digits.</summary>
    /// <returns>The ids in order.</returns>
    /// <exception cref="DatabaseException">The collection is missing, a document cannot be stored, or a key is taken.</exception>
    public IReadOnlyList<DbValue> Insert(string collection, IReadOnlyList<DocumentValue> documents)
    {
        return session.Write(editor =>
        {
            var target = editor[collection];
            List<DbValue> ids = new(documents.Count);
            foreach (var document in documents)
            {
                var complete = document[Id].IsMissing ? WithId(document, NewId()) : document;
                DocumentRules.ThrowIfUnstorable(complete);
                target.Add(complete);
                ids.Add(complete[Id]);
            }

            return ids;
        });
    }

    /// <summary>Applies an update.</summary>
    /// <param name="find">Which documents.</param>
    /// <param name="update">Operators.</param>
    /// <param name="isMulti">False updates the first document only.</param>
    /// <param name="isUpsert">True creates a document from the filter's equalities and the update when none matches.</param>
    /// <exception cref="DatabaseException">The collection is missing, an operator is wrong or does not apply, or a key is taken.</exception>
    public UpdateResult Update(FindCommand find, DocumentValue update, bool isMulti, bool isUpsert = false)
    {
        UpdateCompiler compiler = new(_scope, now);
        var compiled = compiler.Compile(update);
        return session.Write(editor =>
        {
            var target = editor[find.Collection];
            var filter = FilterOf(find);
            var found = Found(find, isMulti);
            if (found.Length == 0 && isUpsert)
            {
                var seed = find.Filter.Where<Field>(field => field.Name is not ['$', ..] && !Queries.FilterCompiler.IsOperators(field.Value)).Aggregate(
                    DocumentValue.Empty, (document, field) => PathEditor.Edit(document, FieldPath.Parse(field.Name), _ => field.Value, isCreating: true));
                seed = seed[Id].IsMissing ? WithId(seed, NewId()) : seed;
                var created = compiler.Compile(update, isInsert: true).Apply(seed);
                target.Add(created);
                return new UpdateResult(0, 0, created[Id]);
            }

            var modified = 0;
            foreach (var stored in found)
            {
                var updated = compiled.Apply(stored.Document, filter);
                if (!ReferenceEquals(updated, stored.Document))
                {
                    target.Replace(stored, updated);
                    modified++;
                }
            }

            return new UpdateResult(found.Length, modified, null);
        });
    }

    /// <summary>Applies an update to the first document found, and returns it as it is then; null when none was found.</summary>
    /// <exception cref="DatabaseException">As for <see cref="Update"/>.</exception>
    public DocumentValue? UpdateAndReturn(FindCommand find, DocumentValue update)
    {
        var compiled = new UpdateCompiler(_scope, now).Compile(update);
        return session.Write(editor =>
        {
            var target = editor[find.Collection];
            if (Found(find, isMulti: false) is not [var stored])
            {
                return null;
            }

            var updated = compiled.Apply(stored.Document, FilterOf(find));
            if (!ReferenceEquals(updated, stored.Document))
            {
                target.Replace(stored, updated);
            }

            return updated;
        });
    }

    /// <summary>Puts a document in the place of the one with an id, or creates it.</summary>
    /// <exception cref="DatabaseException">The collection is missing, the document cannot be stored, or a key is taken.</exception>
    public UpdateResult Set(string collection, DbValue id, DocumentValue document)
    {
        if (!document[Id].IsMissing && !ValueOrder.AreEqual(document[Id], id))
        {
            throw DatabaseErrors.InvalidParameter("the _id of a document cannot be changed");
        }

        var complete = WithId(document.Without(Id), id);
        DocumentRules.ThrowIfUnstorable(complete);
        return session.Write(editor =>
        {
            var target = editor[collection];
            if (target.Find(id) is not { } stored)
            {
                target.Add(complete);
                return new UpdateResult(0, 0, id);
            }

            var isSame = ValueOrder.AreEqual(stored.Document, complete);
            target.Replace(stored, complete);
            return new UpdateResult(1, isSame ? 0 : 1, null);
        });
    }

    /// <returns>How many documents were removed.</returns>
    /// <exception cref="DatabaseException">The collection is missing, or an operator is wrong.</exception>
    public int Remove(FindCommand find, bool isMulti)
    {
        return session.Write(editor =>
        {
            var target = editor[find.Collection];
            var found = Found(find, isMulti);
            foreach (var stored in found)
            {
                target.Remove(stored);
            }

            return found.Length;
        });
    }

    /// <summary>A new id, as newer environments make them: 32 hex digits, the first of which grow with time.</summary>
    public static TextValue NewId() => new(Guid.CreateVersion7().ToString("N"));

    private static DocumentValue WithId(DocumentValue document, DbValue id) => new([new Field(Id, id), .. (System.Collections.Generic.IEnumerable<Field>)document]);

    private Queries.Filter FilterOf(FindCommand find) => new Queries.FilterCompiler(_scope).Compile(find.Filter);

    private StoredDocument[] Found(FindCommand find, bool isMulti)
    {
        var found = find.Matching(session.Collection(find.Collection), _scope);
        return [.. isMulti ? found : found.Take(1)];
    }
}
