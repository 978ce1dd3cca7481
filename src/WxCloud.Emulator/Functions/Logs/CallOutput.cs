using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Functions.Logs;

/// <summary>What a function prints during one call; only the first part of a flood is kept.</summary>
internal sealed class CallOutput
{
    private const int MaxCharacters = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly List<FunctionOutputLine> _lines = [];
    private long _characters;

    public void Add(string stream, string text)
    {
        lock (_lock)
        {
            _characters += text.Length;
            if (_characters <= MaxCharacters)
            {
                _lines.Add(new FunctionOutputLine(stream, text));
            }
            else
            {
                Omitted += text.Length;
            }
        }
    }

    /// <summary>How many characters were not kept.</summary>
    public long Omitted { get; private set; }

    public IReadOnlyList<FunctionOutputLine> Read()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }
}
