using System;

namespace WxCloud.Emulator.Console.Replies;

/// <summary>A control call was asked for what cannot be done; the message says what and why.</summary>
internal sealed class ControlException(string message) : Exception(message);
