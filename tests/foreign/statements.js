// @cloudbase/database evaluates statements, one JSON text a line, and prints the request that each stands for.
// Usage: node statements.js statements.jsonl
const fs = require('node:fs');
const { Db } = require('@cloudbase/database');

let sent;
Db.reqClass = class {
  async send(action, params) {
    sent = { action, ...params };
    return { requestId: 'r', data: { list: [], insertedIds: [], total: 0, updated: 0, deleted: 0 } };
  }
};
Db.getAccessToken = () => '';
const db = new Db({ env: 'local-env' });
const _ = db.command;
const $ = _.aggregate;

// The statements are wx-server-sdk's, whose add, update and set take { data }.
const unwrap = (target, name) => {
  const original = target[name];
  target[name] = function (argument) {
    return original.call(this, argument.data);
  };
};
const sample = db.collection('x');
unwrap(Object.getPrototypeOf(sample), 'add');
unwrap(Object.getPrototypeOf(Object.getPrototypeOf(sample)), 'update');
const document = Object.getPrototypeOf(sample.doc('x'));
unwrap(document, 'update');
unwrap(document, 'set');

async function main() {
  for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n')) {
    if (line === '') continue;
    sent = undefined;
    let result;
    try {
      await new Function('db', '_', '$', `return (${JSON.parse(line)})`)(db, _, $);
      result = sent;
    } catch (error) {
      result = { error: String(error.message) };
    }
    process.stdout.write(JSON.stringify(result) + '\n');
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
