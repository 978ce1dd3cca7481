namespace WxCloud.Emulator;

/// <summary>The credentials that every emulator accepts by default. They are public on purpose and work with an emulator only.</summary>
public static class EmulatorCredentials
{
    /// <summary>The AppID of the one Mini Program.</summary>
    public const string AppId = "wx0000000000000001";

    /// <summary>The AppSecret of <see cref="AppId"/>.</summary>
    public const string AppSecret = "emulator-secret";

    /// <summary>The cloud environment that exists by default.</summary>
    public const string EnvironmentId = "local-env";

    /// <summary>The permanent key pair of the object host, its public half.</summary>
    public const string SecretId = "emulator-secret-id";

    /// <summary>The permanent key pair of the object host, its secret half.</summary>
    public const string SecretKey = "emulator-secret-key";
}
