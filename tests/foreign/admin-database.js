// A Node SDK works on the emulator's database through /admin.
// Usage: node admin-database.js http://127.0.0.1:PORT wx|node|tcb collection
const assert = require('node:assert');

const [endpoint, library, collection] = process.argv.slice(2);
const serviceUrl = `${endpoint}/admin`;
const secret = { secretId: 'emulator-secret-id', secretKey: 'emulator-secret-key' };
const isWx = library === 'wx';

function connect(keys = secret) {
  if (isWx) {
    Object.assign(process.env, {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      SCF_NAMESPACE: 'local-env',
      TENCENTCLOUD_SECRETID: keys.secretId,
      TENCENTCLOUD_SECRETKEY: keys.secretKey,
      TENCENTCLOUD_SESSIONTOKEN: 'session',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: serviceUrl }),
    });
    const cloud = require('wx-server-sdk');
    cloud.init({ env: 'local-env' });
    return cloud.database();
  }
  const sdk = require(library === 'node' ? '@cloudbase/node-sdk' : 'tcb-admin-node');
  return sdk.init({ env: 'local-env', serviceUrl, ...keys }).database();
}

// wx-server-sdk wraps data, the others take it as it is.
const wrap = data => (isWx ? { data } : data);
const idOf = reply => reply._id ?? reply.id;

// The three SDKs report a refusal in three ways.
async function refusal(call) {
  try {
    const reply = await call();
    return reply.code === undefined ? 'accepted' : `${reply.code} ${reply.message}`;
  } catch (error) {
    return `${error.code ?? error.errCode} ${error.message ?? error.errMsg} ${error.errMsg ?? ''}`;
  }
}

async function main() {
  const db = connect();
  const _ = db.command;
  const $ = _.aggregate;
  await db.createCollection(collection);
  assert.match(await refusal(() => db.createCollection(collection)), /Table exist/);

  const todos = db.collection(collection);
  const at = new Date(1600000000000);
  assert.strictEqual(idOf(await todos.add(wrap({ _id: 'a', n: 1, text: '中文', at, nested: { q: 1 }, list: [1, 2] }))), 'a');
  assert.match(idOf(await todos.add(wrap({ n: 2, place: new db.Geo.Point(113, 23) }))), /^[0-9a-f]{32}$/);
  await todos.add(wrap({ _id: 'c', n: 3, list: [5, 6] }));
  assert.match(await refusal(() => todos.add(wrap({ _id: 'a' }))), /E11000 duplicate key error/);

  const one = (await todos.doc('a').get()).data;
  const document = Array.isArray(one) ? one[0] : one;
  assert.deepStrictEqual({ ...document }, { _id: 'a', n: 1, text: '中文', at, nested: { q: 1 }, list: [1, 2] });

  const ids = async query => (await query.get()).data.map(item => item._id);
  assert.deepStrictEqual(await ids(todos.where({ n: _.gt(1).and(_.lt(9)), list: _.exists(true) })), ['c']);
  assert.deepStrictEqual(await ids(todos.where({ text: /文$/, nested: { q: 1 } })), ['a']);
  assert.deepStrictEqual(await ids(todos.where({ at: _.lte(at) })), ['a']);
  assert.deepStrictEqual(await ids(todos.where(_.or([{ n: 1 }, { n: 3 }])).orderBy('n', 'desc').skip(1).limit(5)), ['a']);
  assert.deepStrictEqual((await todos.where({ _id: 'c' }).field({ n: true }).get()).data.map(item => ({ ...item })), [{ _id: 'c', n: 3 }]);
  assert.strictEqual((await todos.where({ n: _.gte(2) }).count()).total, 2);
  const places = (await todos.where({ place: _.geoNear({ geometry: new db.Geo.Point(113, 23), maxDistance: 10 }) }).get()).data;
  assert.strictEqual(places[0].place.longitude, 113);

  const updated = async reply => (reply => reply.updated ?? reply.stats.updated)(await reply);
  assert.strictEqual(await updated(todos.doc('a').update(wrap({ n: _.inc(10), 'nested.r': 2, list: _.push([7]) }))), 1);
  assert.strictEqual(await updated(todos.where({ n: _.gte(2) }).update(wrap({ done: true }))), 3);
  assert.strictEqual(await updated(todos.doc('none').update(wrap({ n: 1 }))), 0);
  await todos.doc('set').set(wrap({ fresh: true, now: db.serverDate() }));
  await todos.doc('set').set(wrap({ fresh: false }));
  const list = (await todos.where({ _id: _.in(['a', 'set']) }).get()).data.map(item => ({ ...item }));
  assert.deepStrictEqual(list, [{ _id: 'a', n: 11, text: '中文', at, nested: { q: 1, r: 2 }, list: [1, 2, 7], done: true }, { _id: 'set', fresh: false }]);

  const grouped = await todos.aggregate().match({ n: _.gt(0) }).group({ _id: null, sum: $.sum('$n') }).end();
  assert.deepStrictEqual((grouped.list ?? grouped.data).map(item => ({ ...item })), [{ _id: null, sum: 16 }]);

  await db.runTransaction(async transaction => {
    const inside = transaction.collection(collection);
    const before = (await inside.doc('a').get()).data;
    await inside.doc('a').update(wrap({ n: _.inc(1) }));
    await inside.doc('tx').set(wrap({ from: before.n }));
    const outside = (await todos.where({ _id: 'tx' }).get()).data;
    assert.strictEqual(outside.length, 0);
  });
  assert.deepStrictEqual(await ids(todos.where({ from: 11 })), ['tx']);

  // Two at once on one document: the loser starts again, so that none of the increments is lost.
  const increment = async transaction => {
    const counter = transaction.collection(collection).doc('tx');
    const { from } = (await counter.get()).data;
    await counter.update(wrap({ from: from + 1 }));
  };
  await Promise.all([db.runTransaction(increment), db.runTransaction(increment), db.runTransaction(increment)]);
  assert.deepStrictEqual(await ids(todos.where({ from: 14 })), ['tx']);

  const aborted = await db.startTransaction();
  await aborted.collection(collection).doc('tx').update(wrap({ from: 0 }));
  await aborted.rollback();
  assert.deepStrictEqual(await ids(todos.where({ from: 14 })), ['tx']);

  const removed = async reply => (reply => reply.deleted ?? reply.stats.removed)(await reply);
  assert.strictEqual(await removed(todos.doc('a').remove()), 1);
  assert.strictEqual(await removed(todos.where({ n: _.exists(true) }).remove()), 2);
  assert.match(await refusal(() => db.collection('missing').where({ n: 1 }).get()), /Db or Table not exist|DATABASE_COLLECTION_NOT_EXIST/);
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => setTimeout(() => process.exit(), 50));
