using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Documents;

/// <summary>How updates and removals select their documents: by ids, by a filter, or all.</summary>
internal static class DocumentSelection
{
    public const string ById = "Id";
    public const string ByFilter = "Filter";
    public const string ByAll = "All";

    /// <summary>The filter of a command; <see langword="null"/> for all documents.</summary>
    /// <exception cref="WxCloudException">It is empty, which would select every document, or cannot be read.</exception>
    public static DocumentFields? FilterOf(object? filter)
    {
        var fields = filter is null ? null : DocumentConverter.ToFields(filter, "-Filter");
        return fields is { Count: 0 } ? throw Error.FilterEmpty() : fields;
    }
}
