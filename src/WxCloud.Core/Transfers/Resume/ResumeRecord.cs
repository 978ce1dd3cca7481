using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Cos;

namespace WxCloud.Transfers.Resume;

/// <summary>
/// The record for resuming an interrupted download: which file, in which state, and the position of each segment. Two lines,
/// JSON and its checksum: a process that is killed while it writes leaves a checksum that differs, and the download starts again.
/// </summary>
internal sealed record ResumeRecord(int Version, string FileId, ObjectIdentity Identity, IReadOnlyList<SegmentState> Segments)
{
    public const int PresentVersion = 1;

    public string Format()
    {
        var json = JsonSerializer.Serialize(this, RecordJson.Default.ResumeRecord);
        return json + "\n" + Checksum(json) + "\n";
    }

    /// <summary>Reads a record; <see langword="null"/> when it is damaged, of another version, or about another file.</summary>
    public static ResumeRecord? TryParse(string? text, string fileId)
    {
        var lines = text?.Split('\n') ?? [];
        if (lines.Length < 3 || lines[1] != Checksum(lines[0]))
        {
            return null;
        }

        try
        {
            var record = JsonSerializer.Deserialize(lines[0], RecordJson.Default.ResumeRecord);
            return record is { Version: PresentVersion } && record.FileId == fileId && record.IsWhole() ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the segments lie side by side from the first byte to the last.</summary>
    private bool IsWhole()
    {
        var next = 0L;
        foreach (var segment in Segments ?? [])
        {
            if (segment is null || segment.Start != next || segment.Position < segment.Start || segment.Position > segment.End)
            {
                return false;
            }

            next = segment.End;
        }

        return Identity is { CanBeResumed: true } && next == Identity.Length;
    }

    private static string Checksum(string json) => Crc64.Compute(Encoding.UTF8.GetBytes(json)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>How resume records are written.</summary>
[JsonSerializable(typeof(ResumeRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
