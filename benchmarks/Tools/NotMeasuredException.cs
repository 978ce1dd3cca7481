using System;

namespace WxCloud.Benchmarks.Tools;

/// <summary>Something could not be measured, and the message says why. Never is a value made up instead.</summary>
internal sealed class NotMeasuredException(string message) : Exception(message);
