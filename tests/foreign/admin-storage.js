// A Node SDK uploads, links, downloads, copies and deletes files through /admin.
// Usage: node admin-storage.js http://127.0.0.1:PORT wx|node|tcb
const assert = require('node:assert');

const [endpoint, library] = process.argv.slice(2);
const serviceUrl = `${endpoint}/admin`;
const secret = { secretId: 'emulator-secret-id', secretKey: 'emulator-secret-key' };

function connect() {
  if (library === 'wx') {
    Object.assign(process.env, {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      SCF_NAMESPACE: 'local-env',
      TENCENTCLOUD_SECRETID: secret.secretId,
      TENCENTCLOUD_SECRETKEY: secret.secretKey,
      TENCENTCLOUD_SESSIONTOKEN: 'session',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: serviceUrl }),
    });
    const cloud = require('wx-server-sdk');
    cloud.init({ env: 'local-env' });
    return cloud;
  }
  return require(library === 'node' ? '@cloudbase/node-sdk' : 'tcb-admin-node').init({ env: 'local-env', serviceUrl, ...secret });
}

async function main() {
  const cloud = connect();
  for (const [cloudPath, fileContent] of [['目录/上传 1.bin', Buffer.alloc(300000, '中文')], ['empty.txt', Buffer.alloc(0)]]) {
    const { fileID } = await cloud.uploadFile({ cloudPath, fileContent });
    assert.strictEqual(fileID, `cloud://local-env.6c6f-local-env-1250000000/${cloudPath}`);
    const { fileContent: back } = await cloud.downloadFile({ fileID });
    assert.deepStrictEqual(Buffer.from(back), fileContent);
  }

  const fileID = 'cloud://local-env.6c6f-local-env-1250000000/目录/上传 1.bin';
  const missing = 'cloud://local-env.6c6f-local-env-1250000000/nothing';
  const { fileList: [found, none] } = await cloud.getTempFileURL({ fileList: [fileID, missing] });
  assert.strictEqual((await fetch(found.tempFileURL)).status, 200);
  assert.strictEqual(none.tempFileURL, '');
  assert.ok(none.code === 'STORAGE_FILE_NONEXIST' || none.status === -503003, JSON.stringify(none));

  if (library === 'node') {
    const copy = overwrite => cloud.copyFile({ fileList: [{ srcPath: '目录/上传 1.bin', dstPath: '新/上传 1.bin', overwrite }] });
    assert.strictEqual((await copy(false)).fileList[0].code, 'SUCCESS');
    assert.strictEqual((await copy(false)).fileList[0].code, 'STORAGE_FILE_PATH_CONFLICT');
    const { fileContent } = await cloud.downloadFile({ fileID: fileID.replace('目录', '新') });
    assert.strictEqual(fileContent.length, 300000);
  }

  const { fileList: [deleted, absent] } = await cloud.deleteFile({ fileList: [fileID, missing] });
  assert.ok(deleted.code === 'SUCCESS' || deleted.status === 0, JSON.stringify(deleted));
  assert.ok(absent.code === 'STORAGE_FILE_NONEXIST' || absent.status === -503003, JSON.stringify(absent));
  assert.strictEqual((await fetch(found.tempFileURL)).status, 404);
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => setTimeout(() => process.exit(), 50));
