const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async ({ cloudPath }) => {
  const { fileID } = await cloud.uploadFile({ cloudPath, fileContent: Buffer.from('内容') });
  const { fileContent } = await cloud.downloadFile({ fileID });
  const { fileList: [link] } = await cloud.getTempFileURL({ fileList: [fileID] });
  const { fileList: [deleted] } = await cloud.deleteFile({ fileList: [fileID] });
  return { fileID, content: fileContent.toString(), url: link.tempFileURL, deleted: deleted.status };
};
