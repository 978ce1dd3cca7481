using System;

namespace WxCloud;

/// <summary>
/// A text that must not be shown: AppSecret, token, signature. It prints as stars wherever it ends up, and only
/// <see cref="Reveal"/> gives it away, so that every use can be found by that name.
/// </summary>
internal sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value;

    public bool IsEmpty => _value.Length == 0;

    public string Reveal() => _value;

    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    public override string ToString() => "***";
}
