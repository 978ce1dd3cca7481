using System;
using System.Management.Automation;

namespace WxCloud.Cmdlets.Errors;

/// <summary>Turns the engine's errors into PowerShell's: the one place where an <see cref="ErrorRecord"/> is made.</summary>
internal static class ErrorRecordFactory
{
    public static ErrorRecord Create(WxCloudException error)
    {
        var record = new ErrorRecord(error, error.ErrorId, Category(error), error.Target);
        if (error.RecommendedAction is { } action)
        {
            record.ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = action };
        }

        return record;
    }

    /// <summary>The names of the engine's categories are PowerShell's own.</summary>
    private static ErrorCategory Category(WxCloudException error) =>
        Enum.TryParse<ErrorCategory>(error.Category.ToString(), out var category) ? category : ErrorCategory.NotSpecified;
}
