using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Transfers.Queue;

/// <summary>Remembers which targets were given out, at 16 bytes each however long their names are.</summary>
internal sealed class TargetRegister(StringComparer comparer)
{
    private readonly HashSet<Guid> _seen = [];
    private readonly object _gate = new();

    /// <returns>Whether this target is new.</returns>
    public bool TryAdd(string target)
    {
        var name = comparer == StringComparer.OrdinalIgnoreCase ? target.ToUpperInvariant() : target;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        Array.Resize(ref hash, 16);
        lock (_gate)
        {
            return _seen.Add(new(hash));
        }
    }
}
