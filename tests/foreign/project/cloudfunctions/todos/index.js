const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database();
const _ = db.command;
const $ = _.aggregate;

exports.main = async ({ collection }) => {
  const { OPENID } = cloud.getWXContext();
  await db.createCollection(collection);
  const todos = db.collection(collection);
  const { _id } = await todos.add({ data: { _openid: OPENID, text: '买牛奶', n: 1, tags: ['家'], due: new Date(1600000000000) } });
  await todos.add({ data: { _openid: OPENID, text: '写代码', n: 2, tags: [] } });
  await todos.doc(_id).update({ data: { n: _.inc(10), tags: _.push(['急']) } });

  await db.runTransaction(async transaction => {
    const { data } = await transaction.collection(collection).doc(_id).get();
    await transaction.collection(collection).doc(_id).update({ data: { n: data.n + 1 } });
  });
  const aborted = await db.startTransaction();
  await aborted.collection(collection).doc(_id).update({ data: { n: 0 } });
  await aborted.rollback();

  const { data } = await todos.where({ _openid: OPENID, n: _.gt(5) }).orderBy('n', 'desc').get();
  const { total } = await todos.where({ _openid: OPENID }).count();
  const { list } = await todos.aggregate().match({ _openid: OPENID }).group({ _id: null, sum: $.sum('$n') }).end();
  const { stats } = await todos.where({ n: 2 }).remove();
  let missing;
  try {
    await db.collection('missing').get();
  } catch (error) {
    missing = error.errCode;
  }
  return { texts: data.map(item => item.text), tags: data[0].tags, n: data[0].n, total, sum: list[0].sum, removed: stats.removed, missing };
};
