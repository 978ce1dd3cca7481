using System;
using System.Linq;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class TransactionTests : IDisposable
{
    private readonly DocumentDatabase _database = new(log: null);

    public TransactionTests()
    {
        _database.Write(editor =>
        {
            editor.Create("c");
            return true;
        });
        new WriteCommands(_database, 0).Insert("c", [Document("a", 1), Document("b", 1)]);
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Changes_show_inside_at_once_and_outside_after_the_commit()
    {
        Transaction transaction = new(_database);
        Set(transaction, "a", 2);
        new WriteCommands(transaction, 0).Insert("c", [Document("new", 5)]);

        Assert.Equal("2 1 5", Read(transaction));
        Assert.Equal("1 1", Read(_database));
        transaction.Commit();
        Assert.Equal("2 1 5", Read(_database));
    }

    [Fact]
    public void A_transaction_sees_the_database_as_it_was_at_its_start()
    {
        Transaction transaction = new(_database);
        Set(_database, "a", 9);
        new WriteCommands(_database, 0).Remove(new FindCommand("c") { Filter = DocumentValue.Of("_id", new TextValue("b")) }, isMulti: true);

        Assert.Equal("1 1", Read(transaction));
    }

    [Fact]
    public void The_first_to_commit_wins()
    {
        Transaction first = new(_database), second = new(_database);
        Set(first, "a", 2);
        Set(second, "a", 3);
        Set(second, "b", 3);
        first.Commit();

        var error = Assert.Throws<DatabaseException>(second.Commit);
        Assert.Equal("DATABASE_TRANSACTION_CONFLICT", error.Code);
        Assert.Equal("2 1", Read(_database));
    }

    [Fact]
    public void A_write_to_what_was_changed_outside_is_a_conflict_at_the_commit()
    {
        Transaction transaction = new(_database);
        Set(_database, "a", 2);
        Set(transaction, "a", 3);

        Assert.Equal("DATABASE_TRANSACTION_CONFLICT", Assert.Throws<DatabaseException>(transaction.Commit).Code);
        Assert.Equal("2 1", Read(_database));
    }

    [Fact]
    public void Transactions_on_different_documents_do_not_meet()
    {
        Transaction first = new(_database), second = new(_database);
        Set(first, "a", 2);
        Set(second, "b", 3);
        first.Commit();
        second.Commit();

        Assert.Equal("2 3", Read(_database));
    }

    [Fact]
    public void Two_that_insert_one_id_conflict()
    {
        Transaction first = new(_database), second = new(_database);
        new WriteCommands(first, 0).Insert("c", [Document("n", 1)]);
        new WriteCommands(second, 0).Insert("c", [Document("n", 2)]);
        first.Commit();

        Assert.Throws<DatabaseException>(second.Commit);
    }

    private static DocumentValue Document(string id, int n) => new(new Field("_id", new TextValue(id)), new Field("n", NumberValue.Of(n)));

    private static void Set(IDatabaseSession session, string id, int n) => new WriteCommands(session, 0).Set("c", new TextValue(id), DocumentValue.Of("n", NumberValue.Of(n)));

    private static string Read(IDatabaseSession session)
    {
        return string.Join(' ', new FindCommand("c").Run(session, Scope.At(0)).Select(document => document["n"].ToString()));
    }
}
