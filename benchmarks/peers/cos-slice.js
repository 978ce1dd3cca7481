// Uploads one file in parts with the COS Node SDK.
// Usage: node cos-slice.js ENDPOINT FILE KEY PART_BYTES PARTS_AT_ONCE
const COS = require('cos-nodejs-sdk-v5');

const [endpoint, FilePath, Key, partBytes, partsAtOnce] = process.argv.slice(2);
const cos = new COS({
  SecretId: 'emulator-secret-id',
  SecretKey: 'emulator-secret-key',
  Protocol: 'http:',
  Domain: new URL(endpoint).host,
});

cos.sliceUploadFile({
  Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai', Key, FilePath, SliceSize: Number(partBytes), AsyncLimit: Number(partsAtOnce),
}).catch(error => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
