using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Transfers.Queue;

/// <summary>
/// Records which targets are taken, by 64 bits of a hash: about 14 bytes each, for names of any length. Two of a million targets
/// are taken for the same with a probability of 3 × 10⁻⁸, and then the second is refused with an error.
/// </summary>
internal sealed class TargetRegister(StringComparer comparer)
{
    /// <summary>Many small sets rather than one: a set that grows holds its old and its new slots at once.</summary>
    private const int Sets = 256;

    private readonly HashSet64[] _sets = [.. Enumerable.Range(0, Sets).Select(static _ => new HashSet64())];
    private readonly object _gate = new();

    /// <summary>The bytes of all slots, used or not.</summary>
    public long SlotBytes
    {
        get
        {
            lock (_gate)
            {
                return _sets.Sum(static set => (long)set.SlotCount) * sizeof(ulong);
            }
        }
    }

    /// <returns>Whether this target is new.</returns>
    public bool TryAdd(string target)
    {
        var name = comparer == StringComparer.OrdinalIgnoreCase ? target.ToUpperInvariant() : target;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        lock (_gate)
        {
            return _sets[digest[8]].Add(BitConverter.ToUInt64(digest, 0));
        }
    }

    /// <summary>A set of hashes with open addressing. Its slots are all that it needs, where a <c>HashSet</c> takes 20 bytes for 8.</summary>
    private sealed class HashSet64
    {
        private const ulong Empty = 0;

        private ulong[] _slots = new ulong[4];
        private int _count;

        public int SlotCount => _slots.Length;

        public bool Add(ulong hash)
        {
            hash = hash == Empty ? 1 : hash;
            if (_slots[SlotOf(hash)] == hash)
            {
                return false;
            }

            if (4 * (_count + 1) > 3 * _slots.Length)
            {
                Grow();
            }

            _slots[SlotOf(hash)] = hash;
            _count++;
            return true;
        }

        /// <summary>Where a hash is, or belongs.</summary>
        private int SlotOf(ulong hash)
        {
            var mask = _slots.Length - 1;
            var slot = (int)(hash & (ulong)mask);
            while (_slots[slot] != Empty && _slots[slot] != hash)
            {
                slot = (slot + 1) & mask;
            }

            return slot;
        }

        private void Grow()
        {
            var old = _slots;
            _slots = new ulong[2 * old.Length];
            foreach (var hash in old)
            {
                if (hash != Empty)
                {
                    _slots[SlotOf(hash)] = hash;
                }
            }
        }
    }
}
