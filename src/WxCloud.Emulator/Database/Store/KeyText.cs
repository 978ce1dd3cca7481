using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A key as error messages show it.</summary>
internal static class KeyText
{
    private const int MaxLength = 200;

    public static string Of(DbValue key)
    {
        var text = ExtendedJsonWriter.ToText(key, ExtendedJsonStyle.Plain);
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }
}
