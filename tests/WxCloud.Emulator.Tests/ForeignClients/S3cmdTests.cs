using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class S3cmdTests
{
    [Fact]
    public async Task S3cmd_puts_lists_syncs_copies_and_deletes()
    {
        await using var programs = await S3Programs.StartAsync();
        await File.WriteAllTextAsync(programs.Combine("s3cfg"), Configuration(programs.Authority), TestEmulator.Cancellation);
        Task<string> S3cmdAsync(params string[] arguments) => programs.RunAsync("s3cmd", ["-c", programs.Combine("s3cfg"), "--no-progress", .. arguments]);

        const string Remote = $"s3://{TestEmulator.Bucket}";
        Assert.EndsWith($"{Remote}\n", await S3cmdAsync("ls"), StringComparison.Ordinal);

        await S3cmdAsync("put", "--multipart-chunk-size-mb=5", Path.Combine(programs.Source, "big.bin"), $"{Remote}/big.bin");
        await S3cmdAsync("sync", $"{programs.Source}/", $"{Remote}/mirror/");
        var sent = await programs.SentAsync();
        await S3cmdAsync("sync", $"{programs.Source}/", $"{Remote}/mirror/");
        Assert.Equal(sent, await programs.SentAsync());
        await S3cmdAsync("cp", $"{Remote}/big.bin", $"{Remote}/copy.bin");
        await S3cmdAsync("mv", $"{Remote}/copy.bin", $"{Remote}/moved.bin");
        Assert.Contains("Location:  ap-shanghai", await S3cmdAsync("info", Remote), StringComparison.Ordinal);
        Assert.Equal(["big.bin", "mirror/a b.txt", "mirror/big.bin", "mirror/目录/文件+1.txt", "moved.bin"], Keys(await S3cmdAsync("ls", "-r", Remote)));

        await S3cmdAsync("get", $"{Remote}/moved.bin", programs.Combine("back.bin"));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(programs.Source, "big.bin"), TestEmulator.Cancellation), await File.ReadAllBytesAsync(programs.Combine("back.bin"), TestEmulator.Cancellation));
        await S3cmdAsync("del", "-r", "--force", $"{Remote}/mirror/");
        Assert.Equal(["big.bin", "moved.bin"], Keys(await S3cmdAsync("ls", "-r", Remote)));
    }

    private static string Configuration(string authority)
    {
        return $"""
            [default]
            access_key = {EmulatorCredentials.SecretId}
            secret_key = {EmulatorCredentials.SecretKey}
            host_base = {authority}
            host_bucket = {authority}
            use_https = False

            """;
    }

    private static string[] Keys(string listing)
    {
        return [.. listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(TestEmulator.Bucket, StringComparison.Ordinal) + TestEmulator.Bucket.Length + 1)..])];
    }
}
