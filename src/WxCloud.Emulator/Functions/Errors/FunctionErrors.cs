using System;
using System.Globalization;

namespace WxCloud.Emulator.Functions.Errors;

/// <summary>Every failure of a function call, by the name of its reason. Codes and numbers: cloudbase-admin.md, sections 3 and 6.</summary>
internal static class FunctionErrors
{
    public const string TimeLimitCode = "FUNCTIONS_TIME_LIMIT_EXCEEDED";

    private const string Failed = "FUNCTIONS_EXECUTE_FAIL";
    private const int FailedNumber = -504002;

    public static FunctionException Unknown(string name, string folder) => Unknown($"there is no function '{name}' in '{folder}'");

    public static FunctionException NoFolder(string name) => Unknown($"the emulator has no cloud functions, so not '{name}': start it with --functions DIR");

    public static FunctionException Unusable(string name, string reason) => new("FUNCTIONS_REQUEST_FAIL", -504001, $"the function '{name}' cannot be run: {reason}");

    public static FunctionException NodeMissing(string name, string reason)
    {
        return Unusable(name, $"{reason}; cloud functions are run by Node.js (https://nodejs.org)");
    }

    public static FunctionException Thrown(string message, string? stack) => new(Failed, FailedNumber, message, stack);

    public static FunctionException Ended(string name, string how) => new(Failed, FailedNumber, $"the process of the function '{name}' ended before the function did: {how}");

    public static FunctionException TimedOut(TimeSpan limit) => TimedOut("Invoking task", limit);

    public static FunctionException LoadTimedOut(TimeSpan limit) => TimedOut("Loading index.js", limit);

    public static FunctionException TooManyAtOnce(string name)
    {
        return new("EXCEED_CONCURRENT_REQUEST_LIMIT", -501004, $"too many calls of the function '{name}' at once");
    }

    private static FunctionException Unknown(string detail) => new("FUNCTION_NOT_FOUND", -501000, $"FunctionName parameter could not be found: {detail}");

    private static FunctionException TimedOut(string what, TimeSpan limit)
    {
        return new(TimeLimitCode, -504003, string.Create(CultureInfo.InvariantCulture, $"{what} timed out after {limit.TotalSeconds:0.###} seconds"));
    }
}

/// <summary>A function call that failed.</summary>
/// <param name="code">The code of the <c>/admin</c> face, such as <c>FUNCTIONS_EXECUTE_FAIL</c>.</param>
/// <param name="errcode">The number of the HTTP API, such as -504002.</param>
/// <param name="message">The reason; what the function threw, in its own words.</param>
/// <param name="stack">The stack of what the function threw; null for other failures.</param>
internal sealed class FunctionException(string code, int errcode, string message, string? stack = null) : Exception(message)
{
    public string Code => code;

    public int Errcode => errcode;

    public string? Stack => stack;
}
