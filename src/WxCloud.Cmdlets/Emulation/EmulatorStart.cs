using System.Collections.Generic;
using System.Globalization;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>How an emulator is to be started.</summary>
/// <param name="Port">The port; 0 for any that is free.</param>
/// <param name="DataPath">The folder of its data; <see langword="null"/> for memory.</param>
/// <param name="FaultPath">The file of its rules for breaking things; <see langword="null"/> for none.</param>
internal sealed record EmulatorStart(int Port, string? DataPath, string? FaultPath)
{
    public IReadOnlyList<string> Arguments =>
    [
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        .. DataPath is null ? (string[])["--in-memory"] : ["--data-path", DataPath],
        .. FaultPath is null ? (string[])[] : ["--faults", FaultPath],
    ];
}
