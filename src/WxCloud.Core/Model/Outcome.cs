namespace WxCloud.Model;

/// <summary>What became of one item of many: a value or an error, never both and never neither.</summary>
internal sealed class Outcome<TItem, TValue>
{
    public Outcome(TItem item, TValue value)
    {
        Item = item;
        Value = value;
    }

    /// <summary>Any failure becomes that of the item: this is the one place where errors get their item.</summary>
    public Outcome(TItem item, WxCloudException error)
    {
        Item = item;
        Error = item?.ToString() is { } name ? error.For(name) : error;
    }

    public TItem Item { get; }

    /// <summary>The result; unset when there is an error.</summary>
    public TValue? Value { get; }

    /// <summary>The error; <see langword="null"/> when there is a value.</summary>
    public WxCloudException? Error { get; }

    /// <summary>The value.</summary>
    /// <exception cref="WxCloudException">There is no value; this is the item's error.</exception>
    public TValue Require() => Error is null ? Value! : throw Error;
}
