using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Database;
using WxCloud.Database.Values;
using WxCloud.Model;
using WxCloud.Transfers.Documents;
using Xunit;

namespace WxCloud.Core.Tests.Database;

/// <summary>A test against the emulator's database, which has one empty collection.</summary>
public abstract class DatabaseTest : EmulatorTest
{
    protected const string Environment = "local-env";
    protected const string Collection = "things";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Engine.Collections.AddAsync(Environment, Collection, Token);
    }

    private protected static DocumentFields Fields(string json) => DocumentJson.ReadDocument(json, "test");

    private protected async Task<List<Outcome<string, WxCloudDocumentId>>> TryAddAsync(params DocumentFields[] documents) =>
        await Engine.Inserter
            .AddAsync(Environment, Collection, documents.Select((fields, index) => new Outcome<string, NewDocument>($"{index + 1}", NewDocument.Of(fields))).ToAsyncEnumerable(), Token)
            .ToListAsync(Token);

    private protected async Task AddAsync(params DocumentFields[] documents) =>
        Assert.All(await TryAddAsync(documents), static outcome => Assert.Null(outcome.Error));

    private protected Task AddAsync(params string[] documents) => AddAsync([.. documents.Select(Fields)]);

    private protected async Task<List<DocumentFields>> ReadAsync(DocumentSearch? search = null)
    {
        var all = new List<DocumentFields>();
        await foreach (var page in Engine.Documents.ReadAsync(Environment, search ?? new(Collection), Token))
        {
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>The ids, as one text, of the documents that a filter accepts.</summary>
    private protected async Task<string> FindAsync(string filter) =>
        string.Join(",", (await ReadAsync(new(Collection) { Filter = Fields(filter) })).Select(static document => document[0].Value));
}
