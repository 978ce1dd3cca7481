const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async () => {
  await cloud.openapi.subscribeMessage.send({ touser: 'o', templateId: 't', data: {} });
};
