using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The condition of an operator on a value.</summary>
internal abstract class ValueTest : ILeafTest
{
    /// <summary>True when an array is accepted as soon as one of its items is, which holds for comparisons.</summary>
    protected virtual bool EntersArrays => true;

    /// <summary>Looks at the value alone, an array as a whole.</summary>
    public abstract bool AcceptsItself(DbValue value);

    /// <summary>Looks at an item of an array, where the array as a whole is accepted because of it.</summary>
    public virtual bool AcceptsItem(DbValue item) => AcceptsItself(item);

    public bool Accepts(DbValue leaf)
    {
        if (AcceptsItself(leaf))
        {
            return true;
        }

        if (EntersArrays && leaf is ArrayValue array)
        {
            foreach (var item in array)
            {
                if (AcceptsItself(item))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>A test of an array as a whole, or of whether there is a value.</summary>
internal abstract class WholeValueTest : ValueTest
{
    protected override bool EntersArrays => false;
}
