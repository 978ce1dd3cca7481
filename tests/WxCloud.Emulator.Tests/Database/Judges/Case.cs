using System;
using System.Collections.Generic;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Updates;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>A generated case, which the emulator's executor and a judge both run.</summary>
internal abstract record Case
{
    private const long Now = 1_700_000_000_000;

    /// <summary>The case as the judge's script reads it.</summary>
    public abstract DocumentValue ToDocument();

    /// <summary>The documents that the executor gives; null when it refuses.</summary>
    public IReadOnlyList<DbValue>? Run()
    {
        try
        {
            return RunCore();
        }
        catch (DatabaseException)
        {
            return null;
        }
    }

    protected abstract IReadOnlyList<DbValue> RunCore();

    private static DocumentDatabase Fill(IReadOnlyList<DocumentValue> documents)
    {
        DocumentDatabase database = new(log: null);
        database.Write(editor =>
        {
            editor.Create("c");
            return true;
        });
        new WriteCommands(database, Now).Insert("c", documents);
        return database;
    }

    private static ArrayValue Array(IEnumerable<DocumentValue> documents) => new([.. documents]);

    public sealed record Find(IReadOnlyList<DocumentValue> Documents, FindCommand Command) : Case
    {
        public override DocumentValue ToDocument()
        {
            var document = new DocumentBuilder()
                .Set("kind", new TextValue("find"))
                .Set("docs", Array(Documents))
                .Set("filter", Command.Filter)
                .Set("skip", NumberValue.Of(Command.Skip));
            if (Command.Sort.Count > 0)
            {
                document.Set("sort", Command.Sort);
            }

            if (Command.Limit != int.MaxValue)
            {
                document.Set("limit", NumberValue.Of(Command.Limit));
            }

            return (Command.Projection.Count > 0 ? document.Set("projection", Command.Projection) : document).Build();
        }

        protected override IReadOnlyList<DbValue> RunCore()
        {
            using var database = Fill(Documents);
            return Command.Run(database, Scope.At(Now));
        }
    }

    public sealed record Update(DocumentValue Document, DocumentValue Operators) : Case
    {
        public override DocumentValue ToDocument()
        {
            return new DocumentValue(new Field("kind", new TextValue("update")), new Field("doc", Document), new Field("update", Operators));
        }

        protected override IReadOnlyList<DbValue> RunCore() => [new UpdateCompiler(Scope.At(Now), Now).Compile(Operators).Apply(Document)];
    }

    /// <summary>An update of a document that a condition finds.</summary>
    public sealed record MatchedUpdate(DocumentValue Document, DocumentValue Condition, DocumentValue Operators) : Case
    {
        public override DocumentValue ToDocument()
        {
            return new DocumentValue(new Field("kind", new TextValue("update")), new Field("doc", Document), new Field("condition", Condition), new Field("update", Operators));
        }

        protected override IReadOnlyList<DbValue> RunCore()
        {
            using var database = Fill([Document]);
            new WriteCommands(database, Now).Update(new FindCommand("c") { Filter = Condition }, Operators, isMulti: false);
            return new FindCommand("c").Run(database, Scope.At(Now));
        }
    }

    public sealed record Pipeline(IReadOnlyList<DocumentValue> Documents, IReadOnlyList<DbValue> Stages) : Case
    {
        public override DocumentValue ToDocument()
        {
            return new DocumentValue(new Field("kind", new TextValue("aggregate")), new Field("docs", Array(Documents)), new Field("stages", new ArrayValue(Stages)));
        }

        protected override IReadOnlyList<DbValue> RunCore()
        {
            using var database = Fill(Documents);
            return new AggregateCommand("c", [.. Stages, DocumentValue.Of("$limit", NumberValue.Of(1000))]).Run(database, Now, new Random(1));
        }
    }
}
