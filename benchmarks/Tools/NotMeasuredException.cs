using System;

namespace WxCloud.Benchmarks.Tools;

/// <summary>Something could not be measured, and the message says why. No value is invented instead.</summary>
internal sealed class NotMeasuredException(string message) : Exception(message);
