using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Local;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Backups.Format;

/// <summary>A file or collection that the manifest names, to be compared with the folder.</summary>
/// <param name="Part">Which of the two.</param>
/// <param name="Name">The cloud path, or the name of the collection.</param>
/// <param name="LocalPath">The path in the folder.</param>
/// <param name="Length">The length that it was saved with.</param>
/// <param name="Crc64">The CRC-64/XZ that it was saved with.</param>
internal sealed record SavedPart(WxCloudBackupPart Part, string Name, string LocalPath, long Length, string Crc64)
{
    /// <summary>What is wrong with it; <see langword="null"/> when it is as it was saved.</summary>
    public async Task<WxCloudBackupDamage?> FindDamageAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            if (folder.IsLink(LocalPath))
            {
                return Damage(WxCloudBackupProblem.NotWithinBackup);
            }

            if (LocalEntry.KindOf(LocalPath) is not LocalKind.File and var kind)
            {
                return Damage(kind == LocalKind.Missing ? WxCloudBackupProblem.Missing : WxCloudBackupProblem.NotWithinBackup);
            }

            if (LocalFileState.Read(LocalPath)?.Length is { } length && length != Length)
            {
                return Damage(WxCloudBackupProblem.LengthDiffers, Length.ToString(CultureInfo.InvariantCulture), length.ToString(CultureInfo.InvariantCulture));
            }

            var crc64 = await FileChecksum.ReadCrc64Async(LocalPath, cancellationToken).ConfigureAwait(false);
            return crc64 == Crc64 ? null : Damage(WxCloudBackupProblem.ContentDiffers, Crc64, crc64);
        }
        catch (WxCloudException)
        {
            return Damage(WxCloudBackupProblem.Unreadable);
        }
    }

    public WxCloudBackupDamage Damage(WxCloudBackupProblem problem, string? expected = null, string? actual = null) => new()
    {
        Part = Part,
        Name = Name,
        Problem = problem,
        Expected = expected,
        Actual = actual,
        LocalPath = LocalPath,
    };
}
