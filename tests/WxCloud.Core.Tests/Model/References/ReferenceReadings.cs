using System;
using System.Linq;
using WxCloud.Model.References;

namespace WxCloud.Core.Tests.Model.References;

/// <summary>The rule by which the search for orphans takes a reference for the name of a file.</summary>
internal static class ReferenceReadings
{
    public static bool MayName(this FileReference reference, string cloudPath) =>
        reference.Extents.Any(extent => extent.StartsWith(cloudPath, StringComparison.Ordinal) && NameEnd.IsPossible(extent, cloudPath.Length));
}
