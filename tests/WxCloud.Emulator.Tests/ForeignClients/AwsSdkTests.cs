using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

/// <summary>The AWS SDK for .NET as it is, but for its address and keys.</summary>
public sealed class AwsSdkTests
{
    private const string Bucket = TestEmulator.Bucket;

    [Fact]
    public async Task The_sdk_puts_lists_copies_and_deletes()
    {
        await using var programs = await S3Programs.StartAsync();
        using var s3 = Connect(programs.Authority);
        Assert.Equal([Bucket], (await s3.ListBucketsAsync(TestEmulator.Cancellation)).Buckets.Select(bucket => bucket.BucketName));
        Assert.Equal("ap-shanghai", (await s3.GetBucketLocationAsync(Bucket, TestEmulator.Cancellation)).Location.Value);
        await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = Bucket }, TestEmulator.Cancellation);

        var put = new PutObjectRequest { BucketName = Bucket, Key = "目录/a b+c.txt", ContentBody = "hello", ContentType = "text/plain" };
        put.Metadata["colour"] = "dark blue";
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", (await s3.PutObjectAsync(put, TestEmulator.Cancellation)).ETag);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "目录/big", FilePath = Path.Combine(programs.Source, "big.bin") }, TestEmulator.Cancellation);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "目录/signed", ContentBody = "x", UseChunkEncoding = false }, TestEmulator.Cancellation);

        using var got = await s3.GetObjectAsync(Bucket, "目录/a b+c.txt", TestEmulator.Cancellation);
        using var reader = new StreamReader(got.ResponseStream);
        Assert.Equal(("hello", "dark blue", "text/plain"), (await reader.ReadToEndAsync(TestEmulator.Cancellation), got.Metadata["colour"], got.Headers.ContentType));

        await s3.CopyObjectAsync(Bucket, "目录/a b+c.txt", Bucket, "copy", TestEmulator.Cancellation);
        Assert.Equal(5, (await s3.GetObjectMetadataAsync(Bucket, "copy", TestEmulator.Cancellation)).ContentLength);

        var folder = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Delimiter = "/" }, TestEmulator.Cancellation);
        Assert.Equal(("copy", "目录/"), (Assert.Single(folder.S3Objects).Key, Assert.Single(folder.CommonPrefixes)));
        List<string> keys = [];
        var pages = s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket, Prefix = "目录/", MaxKeys = 2 });
        await foreach (var page in pages.S3Objects.WithCancellation(TestEmulator.Cancellation))
        {
            keys.Add(page.Key);
        }

        Assert.Equal(["目录/a b+c.txt", "目录/big", "目录/signed"], keys);
        var first = await s3.ListObjectsAsync(new ListObjectsRequest { BucketName = Bucket, Marker = "copy", MaxKeys = 1 }, TestEmulator.Cancellation);
        Assert.Equal(("目录/a b+c.txt", true), (Assert.Single(first.S3Objects).Key, first.IsTruncated));

        var deletion = new DeleteObjectsRequest { BucketName = Bucket, Objects = keys.ConvertAll(key => new KeyVersion { Key = key }) };
        Assert.Equal(3, (await s3.DeleteObjectsAsync(deletion, TestEmulator.Cancellation)).DeletedObjects.Count);
        await s3.DeleteObjectAsync(Bucket, "copy", TestEmulator.Cancellation);
        Assert.Equal(0, (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }, TestEmulator.Cancellation)).KeyCount);
    }

    [Fact]
    public async Task The_sdk_uploads_in_parts_and_presigns()
    {
        await using var programs = await S3Programs.StartAsync();
        using var s3 = Connect(programs.Authority);
        using var transfers = new TransferUtility(s3, new TransferUtilityConfig { MinSizeBeforePartUpload = 5 * 1024 * 1024 });
        var path = Path.Combine(programs.Source, "big.bin");
        await transfers.UploadAsync(new TransferUtilityUploadRequest { BucketName = Bucket, Key = "big", FilePath = path, PartSize = 5 * 1024 * 1024 }, TestEmulator.Cancellation);
        var open = await s3.InitiateMultipartUploadAsync(Bucket, "open", TestEmulator.Cancellation);
        await s3.UploadPartAsync(new UploadPartRequest { BucketName = Bucket, Key = "open", UploadId = open.UploadId, PartNumber = 1, InputStream = new MemoryStream([1]) }, TestEmulator.Cancellation);
        Assert.Equal(1, Assert.Single((await s3.ListPartsAsync(Bucket, "open", open.UploadId, TestEmulator.Cancellation)).Parts).PartNumber);
        Assert.Equal(open.UploadId, Assert.Single((await s3.ListMultipartUploadsAsync(Bucket, TestEmulator.Cancellation)).MultipartUploads).UploadId);
        await s3.AbortMultipartUploadAsync(Bucket, "open", open.UploadId, TestEmulator.Cancellation);

        Assert.EndsWith("-3\"", (await s3.GetObjectMetadataAsync(Bucket, "big", TestEmulator.Cancellation)).ETag, StringComparison.Ordinal);
        var url = await s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest { BucketName = Bucket, Key = "big", Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Protocol.HTTP });
        using var client = new HttpClient();
        Assert.Equal(await File.ReadAllBytesAsync(path, TestEmulator.Cancellation), await client.GetByteArrayAsync(new Uri(url), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task The_sdk_understands_refusals()
    {
        await using var programs = await S3Programs.StartAsync();
        using var s3 = Connect(programs.Authority);
        using var stranger = Connect(programs.Authority, "other");

        async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<AmazonS3Exception>(call)).ErrorCode;

        Assert.Equal("NoSuchKey", await CodeAsync(() => s3.GetObjectAsync(Bucket, "a", TestEmulator.Cancellation)));
        Assert.Equal("NoSuchBucket", await CodeAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "other" }, TestEmulator.Cancellation)));
        Assert.Equal("SignatureDoesNotMatch", await CodeAsync(() => stranger.ListBucketsAsync(TestEmulator.Cancellation)));
        Assert.Equal("BucketAlreadyExists", await CodeAsync(() => s3.PutBucketAsync(Bucket, TestEmulator.Cancellation)));
        Assert.Equal("NotImplemented", await CodeAsync(() => s3.ListVersionsAsync(Bucket, TestEmulator.Cancellation)));
    }

    [Fact]
    public async Task Copies_and_uploads_under_way_survive_a_kill()
    {
        using var folder = new TemporaryFolder();
        string uploadId;
        PartETag part;
        using (var first = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Path))
        using (var s3 = Connect(first.Client.BaseAddress!.Authority))
        {
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "source", ContentBody = "hello" }, TestEmulator.Cancellation);
            await s3.CopyObjectAsync(Bucket, "source", Bucket, "copy", TestEmulator.Cancellation);
            await s3.DeleteObjectAsync(Bucket, "source", TestEmulator.Cancellation);
            uploadId = (await s3.InitiateMultipartUploadAsync(Bucket, "parts", TestEmulator.Cancellation)).UploadId;
            part = new PartETag(await s3.UploadPartAsync(
                new UploadPartRequest { BucketName = Bucket, Key = "parts", UploadId = uploadId, PartNumber = 1, InputStream = new MemoryStream([1, 2, 3]) }, TestEmulator.Cancellation));
            first.Kill();
        }

        using var second = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Path);
        using var again = Connect(second.Client.BaseAddress!.Authority);
        Assert.Equal(part.ETag, Assert.Single((await again.ListPartsAsync(Bucket, "parts", uploadId, TestEmulator.Cancellation)).Parts).ETag);
        await again.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = Bucket, Key = "parts", UploadId = uploadId, PartETags = [part] }, TestEmulator.Cancellation);

        Assert.Equal("hello", await ReadAsync(again, "copy"));
        Assert.Equal("\u0001\u0002\u0003", await ReadAsync(again, "parts"));
        Assert.Equal(2, Directory.GetFiles(folder.Combine("blobs")).Length);
    }

    private static async Task<string> ReadAsync(AmazonS3Client s3, string key)
    {
        using var got = await s3.GetObjectAsync(Bucket, key, TestEmulator.Cancellation);
        using var reader = new StreamReader(got.ResponseStream);
        return await reader.ReadToEndAsync(TestEmulator.Cancellation);
    }

    private static AmazonS3Client Connect(string authority, string secretKey = EmulatorCredentials.SecretKey)
    {
        return new AmazonS3Client(
            new BasicAWSCredentials(EmulatorCredentials.SecretId, secretKey),
            new AmazonS3Config { ServiceURL = $"http://{authority}", ForcePathStyle = true, AuthenticationRegion = "ap-shanghai", MaxErrorRetry = 0 });
    }
}
