using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class RcloneTests
{
    [Theory]
    [InlineData("TencentCOS")]
    [InlineData("Other")]
    public async Task Rclone_syncs_lists_checks_copies_and_deletes(string provider)
    {
        await using var programs = await S3Programs.StartAsync();
        await File.WriteAllTextAsync(programs.Combine("rclone.conf"), Configuration(provider, programs.Authority), TestEmulator.Cancellation);
        Task<string> RcloneAsync(params string[] arguments) => programs.RunAsync("rclone", ["--config", programs.Combine("rclone.conf"), "--retries", "1", .. arguments]);

        const string Remote = $"cos:{TestEmulator.Bucket}/mirror";
        Assert.EndsWith($" {TestEmulator.Bucket}\n", await RcloneAsync("lsd", "cos:"), StringComparison.Ordinal);

        // In parts of the smallest size that rclone takes.
        await RcloneAsync("sync", "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", programs.Source, Remote);
        Assert.Equal(["a b.txt", "big.bin", "目录/", "目录/文件+1.txt"], Lines(await RcloneAsync("lsf", "-R", Remote)));
        await RcloneAsync("check", programs.Source, Remote);
        await RcloneAsync("check", "--download", programs.Source, Remote);

        // Copies in the service, and moves.
        await RcloneAsync("copy", $"{Remote}/目录", $"cos:{TestEmulator.Bucket}/copy");
        await RcloneAsync("moveto", $"cos:{TestEmulator.Bucket}/copy/文件+1.txt", $"cos:{TestEmulator.Bucket}/moved/b.txt");
        Assert.Equal("你好", await RcloneAsync("cat", $"cos:{TestEmulator.Bucket}/moved/b.txt"));

        // A second run sends nothing; a third deletes.
        var sent = await programs.SentAsync();
        await RcloneAsync("sync", programs.Source, Remote);
        Assert.Equal(sent, await programs.SentAsync());
        File.Delete(Path.Combine(programs.Source, "a b.txt"));
        await RcloneAsync("sync", programs.Source, Remote);
        Assert.Equal(["big.bin", "目录/", "目录/文件+1.txt"], Lines(await RcloneAsync("lsf", "-R", Remote)));
        await RcloneAsync("copy", Remote, programs.Combine("back"));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(programs.Source, "big.bin"), TestEmulator.Cancellation), await File.ReadAllBytesAsync(programs.Combine("back/big.bin"), TestEmulator.Cancellation));
        await RcloneAsync("purge", Remote);
        Assert.Equal(["moved/", "moved/b.txt"], Lines(await RcloneAsync("lsf", "-R", $"cos:{TestEmulator.Bucket}")));
    }

    private static string Configuration(string provider, string authority)
    {
        // With its own provider rclone puts the bucket before the host; the real host is reached through the emulator as proxy.
        var endpoint = provider == "Other" ? authority : "cos.ap-shanghai.myqcloud.com";
        return $"""
            [cos]
            type = s3
            provider = {provider}
            access_key_id = {EmulatorCredentials.SecretId}
            secret_access_key = {EmulatorCredentials.SecretKey}
            endpoint = http://{endpoint}

            """;
    }

    private static string[] Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
