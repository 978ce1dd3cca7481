using System.Collections.Generic;

namespace WxCloud.Cmdlets.Advice;

/// <summary>What to do after an error.</summary>
/// <param name="Title">What it is about, in the language of the user.</param>
/// <param name="Commands">The commands to choose from, each ready to run.</param>
/// <param name="Place">The web page on which something has to be changed; <see langword="null"/> for none.</param>
internal sealed record NextStep(string Title, IReadOnlyList<string> Commands, string? Place);
