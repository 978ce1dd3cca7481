using WxCloud.Database.Values;

namespace WxCloud.Functions;

/// <summary>Reads what functions return.</summary>
internal static class FunctionResult
{
    /// <summary>The value of a returned text: JSON where it is JSON, else the text itself.</summary>
    public static object? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return DocumentJson.Read(text, "resp_data");
        }
        catch (WxCloudException)
        {
            return text;
        }
    }
}
