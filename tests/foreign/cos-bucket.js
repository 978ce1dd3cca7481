// The COS Node SDK lists, copies, uploads in parts, resumes and deletes many objects. It takes the emulator for its proxy.
// Usage: node cos-bucket.js http://127.0.0.1:PORT [SecretId SecretKey SecurityToken]
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const COS = require('cos-nodejs-sdk-v5');

const [Proxy, SecretId = 'emulator-secret-id', SecretKey = 'emulator-secret-key', SecurityToken] = process.argv.slice(2);
const cos = new COS({ SecretId, SecretKey, SecurityToken, Protocol: 'http:', Proxy });
const bucket = { Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai' };
const keysOf = list => list.Contents.map(object => object.Key);

async function list(parameters) {
  return cos.getBucket({ ...bucket, ...parameters });
}

async function main() {
  const keys = ['dir/a b.txt', 'dir/sub/x', 'dir/文件 (1)!\'*.txt', 'dir/😀', 'other'];
  for (const Key of keys) {
    await cos.putObject({ ...bucket, Key, Body: `content of ${Key}` });
  }

  // Listing: prefix, delimiter, pages, encoding.
  const folder = await list({ Prefix: 'dir/', Delimiter: '/' });
  assert.deepStrictEqual(keysOf(folder), ['dir/a b.txt', 'dir/文件 (1)!\'*.txt', 'dir/😀']);
  assert.deepStrictEqual(folder.CommonPrefixes.map(prefix => prefix.Prefix), ['dir/sub/']);
  const found = [];
  for (let Marker = '', truncated = true; truncated;) {
    const page = await list({ MaxKeys: 2, Marker, EncodingType: 'url' });
    found.push(...keysOf(page).map(decodeURIComponent));
    truncated = page.IsTruncated === 'true';
    Marker = decodeURIComponent(page.NextMarker || '');
  }

  assert.deepStrictEqual(found, keys);

  // Copy on the server.
  const source = `${bucket.Bucket}.cos.${bucket.Region}.myqcloud.com/${encodeURIComponent(keys[2]).replace(/%2F/g, '/')}`;
  const copy = await cos.putObjectCopy({ ...bucket, Key: 'copy/文件', CopySource: source });
  assert.match(copy.ETag, /^"[0-9a-f]{32}"$/);
  assert.strictEqual((await cos.getObject({ ...bucket, Key: 'copy/文件' })).Body.toString(), `content of ${keys[2]}`);
  await cos.sliceCopyFile({ ...bucket, Key: 'copy/slice', CopySource: source });

  // A file in parts; the part of an upload that was given up is used.
  const FilePath = path.join(os.tmpdir(), `cos-bucket-${process.pid}.bin`);
  const content = crypto.randomBytes(5 * 1024 * 1024 + 17);
  fs.writeFileSync(FilePath, content);
  try {
    const upload = { ...bucket, Key: 'big/文件.bin', FilePath, SliceSize: 1024 * 1024, ChunkSize: 1024 * 1024 };
    const { UploadId } = await cos.multipartInit({ ...bucket, Key: upload.Key });
    await cos.multipartUpload({ ...bucket, Key: upload.Key, UploadId, PartNumber: 1, Body: content.subarray(0, upload.ChunkSize) });
    const open = await cos.multipartList({ ...bucket, Prefix: 'big/' });
    assert.deepStrictEqual(open.Upload.map(given => given.UploadId), [UploadId]);
    await cos.sliceUploadFile(upload);
    assert.deepStrictEqual((await cos.getObject({ ...bucket, Key: upload.Key })).Body, content);
    assert.strictEqual((await cos.multipartList({ ...bucket, Prefix: 'big/' })).Upload.length, 0);

    // A copy in parts.
    const big = `${bucket.Bucket}.cos.${bucket.Region}.myqcloud.com/${encodeURIComponent(upload.Key).replace(/%2F/g, '/')}`;
    await cos.sliceCopyFile({ ...bucket, Key: 'copy/big', CopySource: big, CopySliceSize: 1024 * 1024, CopyChunkSize: 1024 * 1024 });
    assert.deepStrictEqual((await cos.getObject({ ...bucket, Key: 'copy/big' })).Body, content);
  } finally {
    fs.unlinkSync(FilePath);
  }

  // Deletion of all of it.
  const all = keysOf(await list({}));
  assert.strictEqual(all.length, keys.length + 4);
  const deleted = await cos.deleteMultipleObject({ ...bucket, Objects: all.map(Key => ({ Key })) });
  assert.strictEqual(deleted.Deleted.length, all.length);
  assert.deepStrictEqual(keysOf(await list({})), []);
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
