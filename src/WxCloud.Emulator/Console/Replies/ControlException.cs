using System;

namespace WxCloud.Emulator.Console.Replies;

/// <summary>A control call cannot be carried out; the message says what and why.</summary>
internal sealed class ControlException(string message) : Exception(message);
