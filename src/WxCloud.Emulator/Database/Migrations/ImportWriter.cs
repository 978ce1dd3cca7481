using System.Collections.Generic;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Updates;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>Writes the records of an import, many at a time; where one of them fails, one by one.</summary>
internal sealed class ImportWriter(IDatabaseSession session, string collection, bool isUpsert, bool stopsOnError, MigrationJob job)
{
    private const int BatchSize = 500;

    private readonly List<DocumentValue> _batch = [];

    /// <exception cref="DatabaseException">A record failed, and the job is to stop then.</exception>
    public void Add(DocumentValue document)
    {
        _batch.Add(document["_id"].IsMissing ? new DocumentValue([new Field("_id", WriteCommands.NewId()), .. (IEnumerable<Field>)document]) : document);
        if (_batch.Count == BatchSize)
        {
            Flush();
        }
    }

    /// <summary>Writes what is left.</summary>
    /// <exception cref="DatabaseException">A record failed, and the job is to stop then.</exception>
    public void Flush()
    {
        try
        {
            Write(_batch);
            job.CountSuccess(_batch.Count);
        }
        catch (DatabaseException)
        {
            WriteOneByOne();
        }

        _batch.Clear();
    }

    private void WriteOneByOne()
    {
        foreach (var document in _batch)
        {
            try
            {
                Write([document]);
                job.CountSuccess(1);
            }
            catch (DatabaseException e)
            {
                job.CountFailure(e.Message, stopsOnError);
            }
        }
    }

    private void Write(IReadOnlyList<DocumentValue> documents)
    {
        session.Write(editor =>
        {
            var target = editor[collection];
            foreach (var document in documents)
            {
                DocumentRules.ThrowIfUnstorable(document);
                if (isUpsert)
                {
                    target.Put(document);
                }
                else
                {
                    target.Add(document);
                }
            }

            return true;
        });
    }
}
