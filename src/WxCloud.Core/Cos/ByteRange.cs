using System;

namespace WxCloud.Cos;

/// <summary>A part of an object, both ends included.</summary>
/// <param name="From">The first byte.</param>
/// <param name="To">The last byte; <see langword="null"/> for all that follow.</param>
internal readonly record struct ByteRange(long From, long? To)
{
    /// <summary>As a header writes it: <c>bytes 0-99</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"bytes {From}-{To}");
}
