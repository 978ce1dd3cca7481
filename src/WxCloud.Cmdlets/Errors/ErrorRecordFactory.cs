using System;
using System.Management.Automation;

namespace WxCloud.Cmdlets.Errors;

/// <summary>Turns the engine's errors into PowerShell's: the one place where an <see cref="ErrorRecord"/> is made.</summary>
internal static class ErrorRecordFactory
{
    public static ErrorRecord Create(WxCloudException error) => Create(error, error.Target);

    /// <param name="error">The error.</param>
    /// <param name="target">The item that it is about, as it was given.</param>
    public static ErrorRecord Create(WxCloudException error, object? target)
    {
        var record = new ErrorRecord(error, error.ErrorId, Category(error), target);
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
