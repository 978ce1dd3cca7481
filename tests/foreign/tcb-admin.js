// tcb-admin-node uploads by the same form post as the WeChat flow. It asks an /admin endpoint for its ticket, which this
// script answers with a ticket of the emulator's tcb/uploadfile; the post itself goes to the emulator.
// Usage: node tcb-admin.js http://127.0.0.1:PORT
const assert = require('node:assert');
const http = require('node:http');
const tcb = require('tcb-admin-node');

const [endpoint] = process.argv.slice(2);

async function post(path, body) {
  const reply = await fetch(new URL(path, endpoint), { method: 'POST', body: JSON.stringify(body) });
  return reply.json();
}

async function main() {
  const token = await post('cgi-bin/stable_token', {
    grant_type: 'client_credential', appid: 'wx0000000000000001', secret: 'emulator-secret',
  });
  const query = `?access_token=${token.access_token}`;
  const admin = http.createServer((request, response) => {
    let text = '';
    request.on('data', chunk => { text += chunk; });
    request.on('end', async () => {
      const { path } = JSON.parse(text);
      const ticket = await post(`tcb/uploadfile${query}`, { env: 'local-env', path });
      response.end(JSON.stringify({
        requestId: 'ticket',
        data: {
          url: ticket.url,
          token: ticket.token,
          authorization: ticket.authorization,
          fileId: ticket.file_id,
          cosFileId: ticket.cos_file_id,
        },
      }));
    });
  });
  await new Promise(resolve => admin.listen(0, '127.0.0.1', resolve));

  const app = tcb.init({
    env: 'local-env',
    secretId: 'emulator-secret-id',
    secretKey: 'emulator-secret-key',
    serviceUrl: `http://127.0.0.1:${admin.address().port}/admin`,
  });
  const content = Buffer.alloc(300000, '中文');
  const { fileID } = await app.uploadFile({ cloudPath: '目录/上传.bin', fileContent: content });
  assert.strictEqual(fileID, 'cloud://local-env.6c6f-local-env-1250000000/目录/上传.bin');

  const links = await post(`tcb/batchdownloadfile${query}`, { env: 'local-env', file_list: [{ fileid: fileID, max_age: 60 }] });
  const back = await fetch(links.file_list[0].download_url);
  assert.deepStrictEqual(Buffer.from(await back.arrayBuffer()), content);
  admin.close();
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
