using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>Turns the data of <c>update</c> into MongoDB's operators: plain values are set, objects below fields path by path.</summary>
internal static class UpdateEncoder
{
    /// <exception cref="StatementException">The data is no object, or changes <c>_id</c>.</exception>
    public static DocumentValue Encode(object data)
    {
        if (!Flattening.IsNested(data))
        {
            throw new StatementException("the data of an update must be an object");
        }

        if (ScriptObject.MemberOf(data, "_id") is not null)
        {
            throw new StatementException("the _id of a document cannot be updated");
        }

        Dictionary<string, DocumentBuilder> operators = [];
        List<string> order = [];
        foreach (var (path, value) in Flattening.Flatten(data))
        {
            // Operators written out, which the SDKs pass on as they are.
            if (path is ['$', ..] && PlainData.Of(value) is DocumentValue raw)
            {
                foreach (var field in raw)
                {
                    Of(path).Set(field.Name, field.Value);
                }

                continue;
            }

            var command = value as UpdateCommand ?? new UpdateCommand("$set", PlainData.Of(value));
            Of(command.Name).Set(path, command.Operand);
        }

        return new DocumentValue([.. order.ConvertAll(name => new Field(name, operators[name].Build()))]);

        DocumentBuilder Of(string name)
        {
            if (!operators.TryGetValue(name, out var paths))
            {
                operators.Add(name, paths = new DocumentBuilder());
                order.Add(name);
            }

            return paths;
        }
    }
}
