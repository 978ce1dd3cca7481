#if NET
using System;
using System.IO;
#endif
using System.Management.Automation;
#if NET
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;
#endif
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Advice;

/// <summary>
/// Loads the assembly that shows the next step below an error, in PowerShell 7.6 and later. It is loaded at the first error that has a next
/// step, so that the import of the module takes no longer, and its provider is removed with the module.
/// </summary>
public sealed class FeedbackLoader : IModuleAssemblyCleanup
{
#if NET
    private const string AssemblyName = "WxCloud.Feedback";

    private static readonly Lazy<Registration?> s_registration = new(Load);

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (s_registration.IsValueCreated)
        {
            s_registration.Value?.Remove(Runspace.DefaultRunspace);
        }
    }

    /// <summary>Called before an error is written.</summary>
    /// <param name="error">The error.</param>
    /// <param name="connection">The connection that it comes from; <see langword="null"/> when none is in use.</param>
    internal static void Prepare(WxCloudException error, WxCloudConnection? connection)
    {
        ErrorConnections.Add(error, connection);
        if (NextSteps.IsKnown(error))
        {
            s_registration.Value?.Add(Runspace.DefaultRunspace);
        }
    }

    private static Registration? Load()
    {
        var cmdlets = typeof(FeedbackLoader).Assembly;
        var path = Path.Combine(Path.GetDirectoryName(cmdlets.Location)!, AssemblyName + ".dll");
        if (!File.Exists(path))
        {
            return null;
        }

        var type = AssemblyLoadContext.GetLoadContext(cmdlets)!.LoadFromAssemblyPath(path).GetType(AssemblyName + ".FeedbackRegistration", throwOnError: true)!;
        return new(Find(nameof(Registration.Add)), Find(nameof(Registration.Remove)));

        Action<Runspace> Find(string method) => type.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Action<Runspace>>();
    }

    private sealed record Registration(Action<Runspace> Add, Action<Runspace> Remove);
#else
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // Earlier editions show no next step.
    }

    internal static void Prepare(WxCloudException error, WxCloudConnection? connection) => ErrorConnections.Add(error, connection);
#endif
}
