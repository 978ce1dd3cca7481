using System;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Subsystem.Feedback;
using System.Threading;
using WxCloud.Cmdlets.Advice;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Feedback;

/// <summary>Shows the next step after an error of WxCloud that a command or a web page can resolve.</summary>
public sealed class NextStepProvider : IFeedbackProvider
{
    /// <summary>A new id for each copy of the module in the process, since PowerShell refuses a second provider with the same id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public string Name => "WxCloud";

    /// <inheritdoc/>
    public string Description => "Shows the next step after an error of WxCloud.";

    /// <inheritdoc/>
    public FeedbackTrigger Trigger => FeedbackTrigger.Error;

    /// <inheritdoc/>
    public FeedbackItem? GetFeedback(FeedbackContext context, CancellationToken token)
    {
        if (FindError(context.LastError) is not { } error)
        {
            return null;
        }

        // PowerShell calls this on a thread of its own, whose language may differ from that of the session.
        CultureInfo.CurrentUICulture = ErrorConnections.FindLanguage(error);
        return NextSteps.Find(error) is { } step ? new(step.Title, [.. step.Commands], step.Place, FeedbackDisplayLayout.Portrait) : null;
    }

    /// <summary>Unwraps an error: PowerShell wraps one that passed through a script.</summary>
    private static WxCloudException? FindError(ErrorRecord? record)
    {
        for (var error = record?.Exception; error is not null; error = error.InnerException)
        {
            if (error is WxCloudException ours)
            {
                return ours;
            }
        }

        return null;
    }
}
