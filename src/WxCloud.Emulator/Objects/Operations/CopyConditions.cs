using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The conditions of a copy on its source.</summary>
internal static class CopyConditions
{
    public const string SourceHeader = "x-cos-copy-source";

    private static readonly string[] s_names = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];

    /// <exception cref="CosException">A condition is not met; unlike those of a GET, each of them answers 412.</exception>
    public static void ThrowIfNotMet(IHeaderDictionary headers, ObjectRecord source)
    {
        var conditions = new HeaderDictionary();
        foreach (var name in s_names)
        {
            if (headers.TryGetValue($"{SourceHeader}-{name}", out var value))
            {
                conditions[name] = value;
            }
        }

        if (!Preconditions.Evaluate(conditions, source))
        {
            throw CosErrors.PreconditionFailed();
        }
    }
}
