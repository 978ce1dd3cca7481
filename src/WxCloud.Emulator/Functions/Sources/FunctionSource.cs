namespace WxCloud.Emulator.Functions.Sources;

/// <summary>A cloud function as it lies on disk.</summary>
/// <param name="Name">Its name, which is that of its folder.</param>
/// <param name="Folder">Its folder, as a full path.</param>
/// <param name="Settings">What its <c>config.json</c> says.</param>
/// <param name="Stamp">Changes when a file of the function changes.</param>
internal sealed record FunctionSource(string Name, string Folder, FunctionSettings Settings, string Stamp);
