using System;
using System.Linq;
using System.Text.Json;

namespace WxCloud.Functions;

/// <summary>
/// What a function threw, as replies describe it: the message alone; the message with its stack below it; or the record of the function's log, JSON such as
/// <c>{"errorCode":1,"errorMessage":"user code exception caught","stackTrace":"Error: boom\n    at …","statusCode":430}</c>, in an errmsg or as the result
/// (cloudbase-admin.md, section 6).
/// </summary>
/// <param name="Message">What it threw, in its own words.</param>
/// <param name="Stack">Where it threw; <see langword="null"/> when the reply does not contain it.</param>
internal sealed record ThrownError(string Message, string? Stack)
{
    /// <summary>The text that the logs have for every exception.</summary>
    private const string AnyException = "user code exception caught";

    /// <summary>Where the frames of a stack begin, in the form of V8.</summary>
    private const string FirstFrame = "\n    at ";

    /// <summary>The error that an errmsg describes.</summary>
    public static ThrownError Parse(string errmsg)
    {
        if (Find(errmsg) is { } logged)
        {
            return logged;
        }

        // A record that was cut leaves the message before it.
        var cut = errmsg.IndexOf("{\"errorCode\"", StringComparison.Ordinal);
        if (cut > 0)
        {
            return new(errmsg.Substring(0, cut).TrimEnd(), Stack: null);
        }

        var at = errmsg.IndexOf(FirstFrame, StringComparison.Ordinal);
        return at < 0 ? new(errmsg, Stack: null) : new(errmsg.Substring(0, at), errmsg);
    }

    /// <summary>The error of the log record in a text; <see langword="null"/> when there is none.</summary>
    public static ThrownError? Find(string? text)
    {
        if (text is null || text.IndexOf("\"errorMessage\"", StringComparison.Ordinal) < 0 || text.IndexOf("\"errorCode\"", StringComparison.Ordinal) < 0)
        {
            return null;
        }

        // The message before the record may hold braces of its own.
        for (var start = text.IndexOf('{'); start >= 0; start = text.IndexOf('{', start + 1))
        {
            if (Read(text, start) is { ErrorCode: not 0, Message: { } message } record)
            {
                var stack = StackOf(record);
                return new(stack is null || !message.Equals(AnyException, StringComparison.Ordinal) ? message : MessageOf(stack), stack);
            }
        }

        return null;
    }

    private static FunctionLogRecord? Read(string text, int start)
    {
        var end = text.LastIndexOf('}');
        try
        {
            return end > start ? JsonSerializer.Deserialize(text.Substring(start, end - start + 1), FunctionJson.Instance.FunctionLogRecord) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? StackOf(FunctionLogRecord record) => record.StackTrace switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } lines => string.Join("\n", lines.EnumerateArray().Select(static line => line.ToString())),
        _ => null,
    };

    /// <summary>The message at the head of a stack. The class is kept when it says more than Error.</summary>
    private static string MessageOf(string stack)
    {
        const string PlainClass = "Error: ";
        var at = stack.IndexOf(FirstFrame, StringComparison.Ordinal);
        var head = at < 0 ? stack : stack.Substring(0, at);
        return head.StartsWith(PlainClass, StringComparison.Ordinal) ? head.Substring(PlainClass.Length) : head;
    }
}
