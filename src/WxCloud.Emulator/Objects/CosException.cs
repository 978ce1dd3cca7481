using System;

namespace WxCloud.Emulator.Objects;

/// <summary>A refusal of the object host: an HTTP status and an XML body with a code and a message.</summary>
internal sealed class CosException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The length of the object whose range was asked for in vain; null for every other refusal.</summary>
    public long? UnsatisfiedLength { get; init; }
}
