// Drives the emulator with Tencent's own SDK. Arguments: the emulator's port, and how to reach it: proxy or domain.
const COS = require('cos-nodejs-sdk-v5');
const assert = require('assert');

const [port, way] = process.argv.slice(2);
const cos = new COS({
    SecretId: 'emulator-secret-id',
    SecretKey: 'emulator-secret-key',
    Protocol: 'http:',
    ...(way === 'proxy' ? { Proxy: `http://127.0.0.1:${port}` } : { Domain: `127.0.0.1:${port}` }),
});
const at = { Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai' };

(async () => {
    for (const Key of ['a.txt', '目录/文件 (1)!\'*.txt', 'a+b c%2F&=?#.txt', 'tcb/uploadfile']) {
        const put = await cos.putObject({ ...at, Key, Body: Buffer.from('hello'), 'x-cos-meta-colour': 'blue', ContentType: 'text/plain' });
        assert.strictEqual(put.statusCode, 200);
        assert.strictEqual(put.ETag, '"5d41402abc4b2a76b9719d911017c592"');

        const head = await cos.headObject({ ...at, Key });
        assert.strictEqual(head.headers['x-cos-hash-crc64ecma'], '11177612005948864433');
        assert.strictEqual(head.headers['x-cos-meta-colour'], 'blue');

        const get = await cos.getObject({ ...at, Key, Range: 'bytes=1-3' });
        assert.strictEqual(get.statusCode, 206);
        assert.strictEqual(get.Body.toString(), 'ell');

        const deleted = await cos.deleteObject({ ...at, Key });
        assert.strictEqual(deleted.statusCode, 204);
        await assert.rejects(cos.getObject({ ...at, Key }), (e) => e.code === 'NoSuchKey' && e.statusCode === 404);
    }

    const wrong = new COS({ SecretId: 'emulator-secret-id', SecretKey: 'wrong', Protocol: 'http:', Proxy: `http://127.0.0.1:${port}` });
    await assert.rejects(wrong.headObject({ ...at, Key: 'a' }), (e) => e.statusCode === 403);
    await assert.rejects(wrong.getObject({ ...at, Key: 'a' }), (e) => e.code === 'SignatureDoesNotMatch');
    console.log('all well');
})().catch((e) => {
    console.error(e);
    process.exit(1);
});
