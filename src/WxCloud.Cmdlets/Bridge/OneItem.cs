using System.Collections.Generic;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Bridge;

/// <summary>The engine works on streams; a drive has one item at a time.</summary>
internal static class OneItem
{
    public static async IAsyncEnumerable<T> Stream<T>(T item)
    {
        yield return item;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
