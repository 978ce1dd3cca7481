using System.Linq;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Commands;

/// <summary>The names that collections may have: letters, digits, <c>_ - .</c>, not beginning with a dot, up to 128 characters (the rule is a choice).</summary>
internal static class CollectionName
{
    private const int MaxLength = 128;

    /// <exception cref="DatabaseException">The name is not allowed.</exception>
    public static string Checked(string name)
    {
        return name.Length is > 0 and <= MaxLength && name[0] != '.' && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '.')
            ? name
            : throw DatabaseErrors.InvalidParameter($"'{name}' is not a collection name");
    }
}
