using System;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>A statement that is not one of the documented language.</summary>
/// <param name="message">What is wrong, in English.</param>
/// <param name="line">The line, from 1; 0 when the place is not known yet.</param>
/// <param name="column">The column, from 1.</param>
internal sealed class StatementException(string message, int line = 0, int column = 0) : Exception(message)
{
    public int Line => line;

    public int Column => column;
}
