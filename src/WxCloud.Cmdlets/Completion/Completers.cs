using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Connections;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the names of the session's connections.</summary>
public sealed class ConnectionNameCompleter : ValueCompleter
{
    private protected override IEnumerable<string> FindValues() =>
        SessionConnections.Current.ToList().Select(static connection => connection.Name);
}

/// <summary>Completes the environments of the session's connections.</summary>
public sealed class EnvironmentCompleter : ValueCompleter
{
    private protected override IEnumerable<string> FindValues() =>
        SessionConnections.Current.ToList().Select(static connection => connection.EnvironmentId).OfType<string>().Distinct(StringComparer.Ordinal);
}

/// <summary>Completes the names of encodings.</summary>
public sealed class EncodingCompleter : ValueCompleter
{
    private protected override IEnumerable<string> FindValues() => EncodingNameAttribute.Names;
}

/// <summary>Completes the names of the user's saved profiles.</summary>
public sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override IEnumerable<string> FindValues() => SavedProfiles.Open().Names();
}

/// <summary>Completes the common content types.</summary>
public sealed class ContentTypeCompleter : ValueCompleter
{
    private protected override IEnumerable<string> FindValues() => ContentTypes.Known;
}
