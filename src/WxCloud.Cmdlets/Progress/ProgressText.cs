using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;

namespace WxCloud.Cmdlets.Progress;

/// <summary>
/// Fits texts of progress records to a terminal. PowerShell 7.2 and later lays out a record in one line by counting characters, so a line
/// with Chinese ones, which take two cells each, becomes too long, is broken, and leaves its end on the screen.
/// </summary>
/// <param name="cellsOf">The cells that a character takes on the screen.</param>
internal sealed class ProgressText(Func<char, int> cellsOf)
{
    /// <summary>Takes no cell on the screen, and counts as a character.</summary>
    private const char ZeroWidthSpace = '\u200B';

    private const char Ellipsis = '\u2026';

    /// <summary>The first version that counts characters.</summary>
    private static readonly Version s_countsCharacters = new(7, 2);

    /// <summary>Measures as a host does.</summary>
    public static ProgressText For(PSHost host)
    {
        var screen = host.Version >= s_countsCharacters ? host.UI?.RawUI : null;
        return new(character => screen is null ? 1 : CellsOf(screen, character));
    }

    /// <summary>Fits the texts of a record.</summary>
    public ProgressRecord Fit(ProgressRecord record)
    {
        record.Activity = PadWide(record.Activity);
        record.StatusDescription = PadWide(record.StatusDescription);
        return record;
    }

    /// <summary>Adds characters without width to wide ones, so that a text has as many characters as cells, wherever it is cut.</summary>
    public string PadWide(string text)
    {
        var fitted = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            fitted.Append(character).Append(ZeroWidthSpace, Math.Max(cellsOf(character) - 1, 0));
        }

        return fitted.ToString();
    }

    /// <summary>The name of a file without its folders; of a long one its end.</summary>
    /// <param name="cloudPath">The cloud path.</param>
    /// <param name="limit">The limit in cells.</param>
    public string NameOf(string cloudPath, int limit)
    {
        var start = cloudPath.Length;
        var cells = 0;
        while (start > 0 && cloudPath[start - 1] != '/' && cells <= limit)
        {
            cells += cellsOf(cloudPath[--start]);
        }

        if (cells <= limit)
        {
            return cloudPath.Substring(start);
        }

        // One cell is for the ellipsis.
        while (cells >= limit || char.IsLowSurrogate(cloudPath[start]))
        {
            cells -= cellsOf(cloudPath[start++]);
        }

        return Ellipsis + cloudPath.Substring(start);
    }

    private static int CellsOf(PSHostRawUserInterface screen, char character)
    {
        try
        {
            // As a text: for a character alone the answer is one cell on Linux, however wide it is.
            return screen.LengthInBufferCells(character.ToString());
        }
        catch (Exception e) when (e is HostException or NotImplementedException)
        {
            // A host without a screen, such as one that an application has made.
            return 1;
        }
    }
}
