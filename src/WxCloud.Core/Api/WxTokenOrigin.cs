namespace WxCloud;

/// <summary>Where an access token came from this time.</summary>
public enum WxTokenOrigin
{
    /// <summary>It was newly requested from the service.</summary>
    Service,

    /// <summary>It was known already.</summary>
    Cache,

    /// <summary>The user gave it.</summary>
    Parameter,

    /// <summary>It was read from the container's token file.</summary>
    File,
}
