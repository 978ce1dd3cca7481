// The COS Node SDK puts, heads, gets (whole and in part) and deletes objects with the emulator's known key pair.
// Usage: node cos-sdk.js http://127.0.0.1:PORT
const assert = require('node:assert');
const COS = require('cos-nodejs-sdk-v5');

const [endpoint] = process.argv.slice(2);
const cos = new COS({
  SecretId: 'emulator-secret-id',
  SecretKey: 'emulator-secret-key',
  Protocol: 'http:',
  Proxy: endpoint,
});
const place = { Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai' };

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
    const put = await cos.putObject({ ...place, Key, Body });
    assert.match(put.ETag, /^"[0-9a-f]{32}"$/);

    const head = await cos.headObject({ ...place, Key });
    assert.strictEqual(Number(head.headers['content-length']), Body.length);
    assert.match(head.headers['x-cos-hash-crc64ecma'], /^\d+$/);

    const get = await cos.getObject({ ...place, Key });
    assert.deepStrictEqual(get.Body, Body);
    const part = await cos.getObject({ ...place, Key, Range: 'bytes=3-5' });
    assert.deepStrictEqual([part.statusCode, part.Body], [206, Body.subarray(3, 6)]);

    assert.strictEqual((await cos.deleteObject({ ...place, Key })).statusCode, 204);
    assert.strictEqual(await statusOf(cos.headObject({ ...place, Key })), 404);
  }

  const stranger = new COS({ SecretId: 'emulator-secret-id', SecretKey: 'guessed', Protocol: 'http:', Proxy: endpoint });
  assert.strictEqual(await statusOf(stranger.putObject({ ...place, Key: 'x', Body: 'x' })), 403);
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
