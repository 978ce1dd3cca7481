namespace WxCloud.Cos;

/// <summary>A part of an object, both ends included.</summary>
/// <param name="From">The first byte.</param>
/// <param name="To">The last byte; <see langword="null"/> for all that follow.</param>
internal readonly record struct ByteRange(long From, long? To);
