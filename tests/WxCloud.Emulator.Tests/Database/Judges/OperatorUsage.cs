using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Which operators, names that begin with a dollar sign, values hold.</summary>
internal static class OperatorUsage
{
    public static void Collect(DbValue value, ISet<string> names)
    {
        switch (value)
        {
            case DocumentValue document:
                foreach (var (name, inner) in document)
                {
                    if (name is ['$', ..])
                    {
                        names.Add(name);
                    }

                    Collect(inner, names);
                }

                break;
            case ArrayValue array:
                foreach (var item in array)
                {
                    Collect(item, names);
                }

                break;
        }
    }
}
