namespace WxCloud.Emulator;

/// <summary>What every emulator knows out of the box. They are public on purpose and open nothing but an emulator.</summary>
public static class EmulatorCredentials
{
    /// <summary>The AppID of the one mini program.</summary>
    public const string AppId = "wx0000000000000001";

    /// <summary>The AppSecret that goes with <see cref="AppId"/>.</summary>
    public const string AppSecret = "emulator-secret";

    /// <summary>The cloud environment that is there from the start.</summary>
    public const string EnvironmentId = "local-env";

    /// <summary>The permanent key pair of the object host, its public half.</summary>
    public const string SecretId = "emulator-secret-id";

    /// <summary>The permanent key pair of the object host, its secret half.</summary>
    public const string SecretKey = "emulator-secret-key";
}
