using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Emulator.Faults;

/// <summary>The kinds of faults.</summary>
internal enum FaultKind
{
    /// <summary>An HTTP status instead of an answer.</summary>
    Status,

    /// <summary>An errcode of the API instead of an answer.</summary>
    Errcode,

    /// <summary>The answer is delayed.</summary>
    Delay,

    /// <summary>The connection is cut.</summary>
    Reset,

    /// <summary>Nothing more is sent, and the connection stays open.</summary>
    Stall,

    /// <summary>The answer is truncated, with a length that fits.</summary>
    Truncate,

    /// <summary>One byte is changed.</summary>
    Corrupt,

    /// <summary>A range request is answered with the whole object.</summary>
    IgnoreRange,

    /// <summary>The object has the headers of another version.</summary>
    EtagChange,

    /// <summary>An error in the body of a success.</summary>
    ErrorIn200,
}

/// <summary>The kinds by their names in rules, and the routes that each applies to.</summary>
internal static class FaultKinds
{
    public const string ObjectRoutePrefix = "object:";
    public const string GetRoute = "object:GET";
    public const string ListRoute = "object:LIST";
    public const string PartRoute = "object:PART";
    public const string CopyRoute = "object:COPY";

    private static readonly Dictionary<string, FaultKind> s_byName = new(StringComparer.Ordinal)
    {
        ["status"] = FaultKind.Status,
        ["errcode"] = FaultKind.Errcode,
        ["delay"] = FaultKind.Delay,
        ["reset"] = FaultKind.Reset,
        ["stall"] = FaultKind.Stall,
        ["truncate"] = FaultKind.Truncate,
        ["corrupt"] = FaultKind.Corrupt,
        ["ignore-range"] = FaultKind.IgnoreRange,
        ["etag-change"] = FaultKind.EtagChange,
        ["error-in-200"] = FaultKind.ErrorIn200,
    };

    public static string AllNames => string.Join(", ", s_byName.Keys);

    public static FaultKind? Parse(string name) => s_byName.TryGetValue(name, out FaultKind kind) ? kind : null;

    public static string NameOf(FaultKind kind) => s_byName.Single(pair => pair.Value == kind).Key;

    /// <summary>True when a fault of this kind can apply to requests of a route.</summary>
    public static bool Fits(this FaultKind kind, string route)
    {
        var isApi = !IsObject(route);
        return kind switch
        {
            FaultKind.Errcode => isApi,
            FaultKind.IgnoreRange => route == GetRoute,
            FaultKind.EtagChange => route is GetRoute or "object:HEAD" or CopyRoute or "object:POST" or "object:PUT",
            FaultKind.Truncate => isApi || route is GetRoute or ListRoute,
            FaultKind.Corrupt => isApi || route == GetRoute || IsUpload(route),
            _ => true,
        };
    }

    /// <summary>The route of a request to the object host that is neither a listing nor a part nor a copy.</summary>
    public static string ObjectRouteOf(string method)
    {
        return method switch
        {
            "GET" => GetRoute,
            "POST" => "object:POST",
            _ => ObjectRoutePrefix + method.ToUpperInvariant(),
        };
    }

    public static bool IsObject(string route) => route.StartsWith(ObjectRoutePrefix, StringComparison.Ordinal);

    public static bool IsUpload(string route) => route is "object:POST" or "object:PUT" or PartRoute;
}
