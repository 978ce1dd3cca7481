using System;

namespace WxCloud.Emulator.Faults;

/// <summary>A fault has ended the request: the connection is to be cut without another word.</summary>
internal sealed class ConnectionCutException() : Exception("The connection is cut by a fault.");
