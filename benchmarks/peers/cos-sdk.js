// The COS Node SDK moves the files of one folder, some at a time, with the emulator's known key pair.
// Usage: node cos-sdk.js http://127.0.0.1:PORT/ up|down FOLDER COUNT CONCURRENCY
const fs = require('node:fs');
const path = require('node:path');
const COS = require('cos-nodejs-sdk-v5');

const [endpoint, direction, folder, count, concurrency] = process.argv.slice(2);
const cos = new COS({
  SecretId: 'emulator-secret-id',
  SecretKey: 'emulator-secret-key',
  Protocol: 'http:',
  Domain: new URL(endpoint).host,
});
const place = { Bucket: '6c6f-local-env-1250000000', Region: 'ap-shanghai' };

async function up(name) {
  await cos.putObject({ ...place, Key: `small/${name}`, Body: await fs.promises.readFile(path.join(folder, name)) });
}

async function down(name) {
  const { Body } = await cos.getObject({ ...place, Key: `small/${name}` });
  await fs.promises.writeFile(path.join(folder, name), Body);
}

async function main() {
  const move = direction === 'up' ? up : down;
  let next = 0;
  async function work() {
    while (next < Number(count)) {
      await move(`${String(next++).padStart(6, '0')}.bin`);
    }
  }
  await Promise.all(Array.from({ length: Number(concurrency) }, work));
}

main().catch(error => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
