using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Table;

/// <summary>A part of the table that can be measured alone.</summary>
internal interface IRow
{
    /// <summary>The name by which <c>--row</c> chooses it.</summary>
    string Name { get; }

    Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken);
}
