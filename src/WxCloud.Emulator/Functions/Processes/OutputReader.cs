using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>
/// Reads one output of a process without end, so that the process never waits for a reader. The process prints a mark after each call.
/// </summary>
internal sealed class OutputReader(StreamReader reader, string mark, Action<string> onLine) : IDisposable
{
    private const int MaxLineLength = 32 * 1024;

    private readonly SemaphoreSlim _marks = new(0);

    public async Task RunAsync()
    {
        var buffer = new char[8 * 1024];
        StringBuilder line = new();
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                Add(buffer.AsSpan(0, count), line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was killed.
        }

        if (line.Length > 0)
        {
            onLine(line.ToString());
        }
    }

    /// <summary>Waits for the mark after a call.</summary>
    /// <returns>False when it does not come.</returns>
    public Task<bool> WaitForMarkAsync(TimeSpan limit) => _marks.WaitAsync(limit);

    public void Dispose() => _marks.Dispose();

    private void Add(ReadOnlySpan<char> text, StringBuilder line)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            line.Append(end < 0 ? text : text[..end]);
            if (end < 0)
            {
                // What stays may be the beginning of a mark.
                while (line.Length > MaxLineLength)
                {
                    onLine(line.ToString(0, MaxLineLength / 2));
                    line.Remove(0, MaxLineLength / 2);
                }

                return;
            }

            text = text[(end + 1)..];
            Complete(line.ToString());
            line.Clear();
        }
    }

    private void Complete(string line)
    {
        if (line.EndsWith(mark, StringComparison.Ordinal))
        {
            if (line.Length > mark.Length)
            {
                onLine(line[..^mark.Length]);
            }

            _marks.Release();
        }
        else
        {
            onLine(line.EndsWith('\r') ? line[..^1] : line);
        }
    }
}
