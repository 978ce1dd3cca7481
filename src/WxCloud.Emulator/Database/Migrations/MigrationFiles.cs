using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Storage;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>The files of jobs, in the storage of their environment.</summary>
internal sealed class MigrationFiles(ObjectStore store, EmulatorClock clock)
{
    /// <summary>Opens a file as text; null when there is none at the path.</summary>
    public TextReader? Open(CloudEnvironment environment, string path)
    {
        return store.Open(environment.Bucket, environment.KeyOf(path)) is var (record, content)
            ? new StreamReader(new BlobStream(content, record.Length), Encoding.UTF8)
            : null;
    }

    /// <summary>Stores a file that can be read like an uploaded one.</summary>
    public async Task SaveAsync(CloudEnvironment environment, string path, ReadOnlyMemory<byte> content, string contentType)
    {
        var key = environment.KeyOf(path);
        var writer = store.BeginWrite(content.Length, content.Length);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(content).ConfigureAwait(false);
            var digest = await writer.CompleteAsync().ConfigureAwait(false);
            var headers = new SortedList<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                [ObjectRecord.ContentTypeHeader] = contentType,
                [ObjectRecord.FileIdHeader] = FileMetadata.ValueFor(environment.Bucket, key),
            };
            store.Commit(writer, new ObjectRecord(
                environment.Bucket, key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds), headers));
        }
    }

    /// <summary>The bytes of a stored object as a stream.</summary>
    private sealed class BlobStream(IBlobReader blob, long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException(value.ToString(CultureInfo.InvariantCulture));
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = blob.Read(_position, buffer);
            _position += count;
            return count;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            blob.Dispose();
            base.Dispose(disposing);
        }
    }
}
