const cloudbase = require('@cloudbase/node-sdk');

const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV });
const db = app.database();

exports.main = async ({ collection, cloudPath }, context) => {
  await db.createCollection(collection);
  const todos = db.collection(collection);
  await todos.add({ _id: 'a', n: 1 });
  await db.runTransaction(async transaction => {
    await transaction.collection(collection).doc('a').update({ n: db.command.inc(1) });
  });
  const { data } = await todos.where({ n: db.command.gt(1) }).get();

  const { fileID } = await app.uploadFile({ cloudPath, fileContent: Buffer.from('内容') });
  const { fileList: [copied] } = await app.copyFile({ fileList: [{ srcPath: cloudPath, dstPath: `copy/${cloudPath}` }] });
  const { fileContent } = await app.downloadFile({ fileID: fileID.replace(cloudPath, `copy/${cloudPath}`) });
  await app.deleteFile({ fileList: [fileID] });

  const { result } = await app.callFunction({ name: 'login', data: { from: 'node' } });
  const { environment } = cloudbase.parseContext(context);
  return { n: data[0].n, content: fileContent.toString(), copied: copied.code, login: result, openid: environment.WX_OPENID };
};
