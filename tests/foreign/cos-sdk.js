// The COS Node SDK puts, heads, gets (whole and in part) and deletes objects with the emulator's known key pair.
// It takes the emulator for its proxy, or for its own domain, where neither host nor path names a bucket.
// Usage: node cos-sdk.js http://127.0.0.1:PORT proxy|domain
const assert = require('node:assert');
const COS = require('cos-nodejs-sdk-v5');

const [endpoint, way] = process.argv.slice(2);
const place = way === 'domain' ? { Domain: new URL(endpoint).host } : { Proxy: endpoint };
const client = SecretKey => new COS({ SecretId: 'emulator-secret-id', SecretKey, Protocol: 'http:', ...place });
const cos = client('emulator-secret-key');
const bucket = { Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai' };

async function statusOf(call) {
  try {
    return (await call).statusCode;
  } catch (error) {
    return error.statusCode;
  }
}

async function main() {
  for (const Key of ['plain.txt', 'dir/文件 (1)!\'*.txt', 'a+b&c=d%46.bin', '😀/é.txt']) {
    const Body = Buffer.from(`content of ${Key}`);
    const put = await cos.putObject({ ...bucket, Key, Body });
    assert.match(put.ETag, /^"[0-9a-f]{32}"$/);

    const head = await cos.headObject({ ...bucket, Key });
    assert.strictEqual(Number(head.headers['content-length']), Body.length);
    assert.match(head.headers['x-cos-hash-crc64ecma'], /^\d+$/);

    const get = await cos.getObject({ ...bucket, Key });
    assert.deepStrictEqual(get.Body, Body);
    const part = await cos.getObject({ ...bucket, Key, Range: 'bytes=3-5' });
    assert.deepStrictEqual([part.statusCode, part.Body], [206, Body.subarray(3, 6)]);

    assert.strictEqual((await cos.deleteObject({ ...bucket, Key })).statusCode, 204);
    assert.strictEqual(await statusOf(cos.headObject({ ...bucket, Key })), 404);
  }

  const stranger = client('guessed');
  assert.strictEqual(await statusOf(stranger.putObject({ ...bucket, Key: 'x', Body: 'x' })), 403);
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
