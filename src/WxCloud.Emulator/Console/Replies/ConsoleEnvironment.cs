using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Console.Replies;

/// <summary>The environment that a call of the console names.</summary>
internal static class ConsoleEnvironment
{
    /// <summary>Finds it; without an id it is the first one.</summary>
    /// <exception cref="ControlException">There is no such environment.</exception>
    public static CloudEnvironment Named(this EnvironmentCatalog environments, string? id)
    {
        return string.IsNullOrEmpty(id) ? environments.Default : environments.Find(id) ?? throw new ControlException($"There is no environment '{id}'.");
    }
}
