using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>A compiled stage of a pipeline.</summary>
internal abstract class Stage
{
    public abstract IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input);
}
