using System;

namespace WxCloud.Emulator.Database.Errors;

/// <summary>A command that the database refuses, with the names that both faces give to the reason.</summary>
/// <param name="code">The string code of the <c>/admin</c> face, such as <c>DATABASE_REQUEST_FAILED</c>.</param>
/// <param name="errcode">The number of the HTTP API, such as -502001.</param>
/// <param name="message">The reason in English; names the operator, field or collection concerned.</param>
internal sealed class DatabaseException(string code, int errcode, string message) : Exception(message)
{
    public string Code => code;

    public int Errcode => errcode;
}
