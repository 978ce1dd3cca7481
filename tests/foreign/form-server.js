// A server with a public form parser: answers each post with what it read, as JSON. Prints its port.
// Usage: node form-server.js
const crypto = require('node:crypto');
const http = require('node:http');
const busboy = require('busboy');

const server = http.createServer((request, response) => {
  const seen = { fields: [], file: null, headers: request.headers };
  const parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
  parser.on('field', (name, value) => seen.fields.push([name, value]));
  parser.on('file', (name, stream, info) => {
    const hash = crypto.createHash('sha256');
    let length = 0;
    stream.on('data', data => {
      hash.update(data);
      length += data.length;
    });
    stream.on('end', () => {
      seen.file = { name, length, hash: hash.digest('hex'), fieldsBefore: seen.fields.length, ...info };
    });
  });
  parser.on('close', () => {
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(seen));
  });
  request.pipe(parser);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
