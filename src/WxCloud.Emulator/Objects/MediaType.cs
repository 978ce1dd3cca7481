namespace WxCloud.Emulator.Objects;

/// <summary>The content type of a form.</summary>
internal static class MediaType
{
    // RFC 2046 allows 70 characters; some clients write more.
    private const int MaxBoundaryLength = 200;

    public static bool IsForm(string? contentType)
    {
        return contentType?.StartsWith("multipart/form-data", System.StringComparison.OrdinalIgnoreCase) is true;
    }

    /// <summary>The boundary of a form; null when the content type names none that is usable.</summary>
    public static string? Boundary(string? contentType)
    {
        string? boundary = IsForm(contentType) ? HeaderParameters.Parse(contentType!)?["boundary"] : null;
        return boundary?.Length is > 0 and <= MaxBoundaryLength ? boundary : null;
    }
}
