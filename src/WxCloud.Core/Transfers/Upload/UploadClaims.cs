using System;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Local;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Keeps two runs from going on with one upload in parts. A run holds a lock for the upload that it works on, so that another process
/// of the user begins one of its own; the file of the lock stays after a kill and shows the next run that the upload may go on at once.
/// An upload without such a file was begun elsewhere, by another computer or user, and goes on only when nothing arrived for an hour.
/// </summary>
/// <param name="folder">The folder of the locks; <see langword="null"/> where there can be none.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UploadClaims(OwnerOnlyFolder? folder, TimeProvider timeProvider)
{
    private const string Extension = ".upload";

    /// <summary>Longer than the largest part takes on a slow connection; after it, only the run of a stopped computer has an upload open.</summary>
    private static readonly TimeSpan s_idleElsewhere = TimeSpan.FromHours(1);

    /// <summary>What nothing went on with for so long is forgotten here.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    /// <summary>Claims an upload that this run began.</summary>
    public UploadClaim Begin(string bucket, string key, string uploadId)
    {
        var name = NameOf(bucket, key, uploadId);
        try
        {
            folder?.DeleteOlder(Extension, timeProvider.GetUtcNow() - s_kept);
            return new(folder, name, folder?.TryLock(name));
        }
        catch (WxCloudException)
        {
            // Without the folder the upload works all the same; another run takes it for one from elsewhere.
            return new(folder: null, name, hold: null);
        }
    }

    /// <summary>Claims an upload that an earlier run left; <see langword="null"/> while another run may be at work on it.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key of the object.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="lastActivity">When something arrived for it last; <see langword="null"/> when that is not known.</param>
    public UploadClaim? TryResume(string bucket, string key, string uploadId, DateTimeOffset? lastActivity)
    {
        var name = NameOf(bucket, key, uploadId);
        try
        {
            if (folder?.Contains(name) == true)
            {
                return folder.TryLock(name) is { } hold ? new(folder, name, hold) : null;
            }
        }
        catch (WxCloudException)
        {
            // As if there were no folder.
        }

        return timeProvider.GetUtcNow() - lastActivity > s_idleElsewhere ? Begin(bucket, key, uploadId) : null;
    }

    private static string NameOf(string bucket, string key, string uploadId) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", "WxCloud upload", bucket, key, uploadId))),
        0,
        16) + Extension;
}

/// <summary>An upload in parts that this run works on.</summary>
/// <param name="folder">The folder of the lock; <see langword="null"/> where there is none.</param>
/// <param name="name">The file of the lock.</param>
/// <param name="hold">The lock; <see langword="null"/> where there is none.</param>
internal sealed class UploadClaim(OwnerOnlyFolder? folder, string name, IDisposable? hold) : IDisposable
{
    /// <summary>Whether the upload was completed or given up, so that nothing is left to go on with.</summary>
    public bool IsOver { get; set; }

    public void Dispose()
    {
        hold?.Dispose();
        if (!IsOver)
        {
            return;
        }

        try
        {
            folder?.Delete(name);
        }
        catch (WxCloudException)
        {
            // A file of a lock that names an upload which is no more is removed with the old ones.
        }
    }
}
