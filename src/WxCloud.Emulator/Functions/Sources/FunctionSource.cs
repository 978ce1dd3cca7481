namespace WxCloud.Emulator.Functions.Sources;

/// <summary>A cloud function on disk.</summary>
/// <param name="Name">Its name, which is that of its folder.</param>
/// <param name="Folder">Its folder, as a full path.</param>
/// <param name="Settings">The settings in its <c>config.json</c>.</param>
/// <param name="Stamp">Changes when a file of the function changes.</param>
internal sealed record FunctionSource(string Name, string Folder, FunctionSettings Settings, string Stamp);
