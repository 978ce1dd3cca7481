const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async event => {
  const { result } = await cloud.callFunction({ name: 'login', data: { from: 'chain' } });
  let failure;
  try {
    await cloud.callFunction({ name: 'none' });
  } catch (error) {
    failure = error.errMsg || error.message;
  }
  return { result, failure };
};
