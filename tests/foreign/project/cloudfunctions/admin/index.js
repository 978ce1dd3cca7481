const tcb = require('tcb-admin-node');

const app = tcb.init({ env: tcb.getCurrentEnv() });
const db = app.database();

exports.main = async ({ collection, cloudPath }) => {
  await db.createCollection(collection);
  const todos = db.collection(collection);
  await todos.add({ _id: 'a', n: 1 });
  await db.runTransaction(async transaction => {
    await transaction.collection(collection).doc('a').update({ n: db.command.inc(1) });
  });
  const { data } = await todos.where({ n: db.command.gt(1) }).get();

  const { fileID } = await app.uploadFile({ cloudPath, fileContent: Buffer.from('内容') });
  const { fileContent } = await app.downloadFile({ fileID });
  await app.deleteFile({ fileList: [fileID] });

  const { result } = await app.callFunction({ name: 'login', data: { from: 'admin' } });
  return { n: data[0].n, content: fileContent.toString(), login: result, openid: app.auth().getUserInfo().openId };
};
