using System;
using System.Linq;
using System.Text;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

public sealed class LocalTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_come_in_the_order_of_a_listing()
    {
        foreach (var path in new[] { "a/1", "a-b/2", "a.txt", "a", "a!b", "B", "b/c/d", "b/c.d", "é", "\uFF5E", "😀" })
        {
            if (path != "a")
            {
                _folder.Write(path);
            }
        }

        var paths = new LocalTree(_folder.Path, log: null).Walk().Select(static node => node.Path).ToList();
        Assert.Equal(10, paths.Count);
        Assert.Equal(paths.OrderBy(static path => Convert.ToHexString(Encoding.UTF8.GetBytes(path)), StringComparer.Ordinal), paths);
    }

    [Fact]
    public void Missing_folder_has_no_files() => Assert.Empty(new LocalTree(_folder.At("missing"), log: null).Walk());
}
