// The program of a process that runs one cloud function, one call at a time: the caller's identity travels in process.env. Calls and results pass through a
// socket, so that they never mix with what the function prints. The syntax is that of Node 12.
(() => {
  'use strict';
  const http = require('http');
  const net = require('net');
  const path = require('path');
  const { pathToFileURL, URL } = require('url');

  const settings = JSON.parse(process.env.WXCLOUD_FUNCTION_PROCESS);
  delete process.env.WXCLOUD_FUNCTION_PROCESS;

  // The process must not outlive the emulator, not even while the function keeps this thread busy.
  function watch() {
    const code = `
      const { workerData } = require('worker_threads');
      const end = () => process.kill(process.pid, 'SIGKILL');
      const socket = require('net').connect(workerData.port, '127.0.0.1', () => socket.write('watch ' + workerData.key + '\\n'));
      socket.on('error', () => {}).on('close', end).resume();`;
    try {
      const { Worker } = require('worker_threads');
      new Worker(code, { eval: true, workerData: { port: settings.port, key: settings.key }, execArgv: [], env: {} }).unref();
    } catch (error) {
      // A Node without worker threads; the main thread's own socket has to do.
    }
  }

  // SDKs that no setting leads elsewhere speak to fixed host names.
  function redirect(module) {
    const original = module.request;
    const plainRequest = http.request;
    module.request = function request(...given) {
      const rest = given.slice();
      const options = {};
      if (typeof rest[0] === 'string' || rest[0] instanceof URL) {
        const url = new URL(rest.shift());
        Object.assign(options, { hostname: url.hostname, path: url.pathname + url.search });
      }
      if (rest[0] && typeof rest[0] === 'object') {
        Object.assign(options, rest.shift());
      }

      const host = String(options.hostname || options.host || '').replace(/:\d+$/, '').toLowerCase();
      if (!settings.hosts.includes(host)) {
        return original.apply(module, given);
      }

      const headers = Object.assign({}, options.headers);
      if (!Object.keys(headers).some(name => name.toLowerCase() === 'host')) {
        headers.Host = host;
      }
      Object.assign(options, { protocol: 'http:', hostname: settings.host, host: settings.host, port: settings.hostPort, headers });
      delete options.agent;
      delete options.defaultPort;
      return plainRequest.call(http, options, ...rest);
    };
    module.get = function get(...given) {
      const request = module.request(...given);
      request.end();
      return request;
    };
  }

  watch();
  redirect(require('https'));
  redirect(http);
  if (require('module').syncBuiltinESMExports) {
    require('module').syncBuiltinESMExports();
  }

  const streams = [process.stdout, process.stderr].map(stream => ({ stream, write: stream.write }));
  const stringify = JSON.stringify;
  const socket = net.connect(settings.port, '127.0.0.1');
  let main;
  let current;
  let variables = [];
  let received = '';

  function send(message) {
    socket.write(stringify(message) + '\n');
  }

  function describe(error) {
    const isObject = typeof error === 'object' && error !== null;
    const message = isObject ? error.message || error.errMsg || stringify(error) : String(error);
    return { message: String(message), stack: isObject && error.stack ? String(error.stack) : null };
  }

  // The marks come before the result, so that the emulator finds all that the function printed in front of them.
  function finish(call, type, content) {
    if (current !== call) {
      return;
    }
    current = undefined;
    for (const { stream, write } of streams) {
      write.call(stream, settings.mark + '\n');
    }
    send(Object.assign({ id: call.id, type, memory: process.memoryUsage().rss }, content));
  }

  async function load() {
    const file = path.join(settings.folder, 'index.js');
    let exported;
    try {
      exported = require(file);
    } catch (error) {
      if (!error || error.code !== 'ERR_REQUIRE_ESM') {
        throw error;
      }
      exported = await import(pathToFileURL(file));
    }
    const found = exported && (exported.main || (exported.default && exported.default.main));
    if (typeof found !== 'function') {
      throw new TypeError('index.js exports no function "main"');
    }
    return found;
  }

  function invoke(event, context) {
    // A function with a third parameter may answer by its callback, as in SCF.
    return main.length < 3 ? main(event, context) : new Promise((resolve, reject) => {
      const result = main(event, context, (error, value) => (error ? reject(error) : resolve(value)));
      if (result !== undefined) {
        resolve(result);
      }
    });
  }

  async function run(call) {
    current = call;
    for (const name of variables) {
      delete process.env[name];
    }
    variables = Object.keys(call.variables);
    Object.assign(process.env, call.variables);
    try {
      main = main || await load();
      send({ id: call.id, type: 'started' });
      const result = await invoke(JSON.parse(call.event), call.context);
      let value;
      try {
        value = stringify(result);
      } catch (error) {
        throw new TypeError('the function returned something that is no JSON: ' + error.message);
      }
      finish(call, 'done', { value: value === undefined ? 'null' : value });
    } catch (error) {
      finish(call, 'failed', describe(error));
    }
  }

  function onUncaught(error) {
    if (process.listenerCount('uncaughtException') > 1) {
      return;
    }
    console.error(error);
    if (current) {
      finish(current, 'failed', describe(error));
    }
    socket.end(() => process.exit(1));
  }

  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', error => {
    if (process.listenerCount('unhandledRejection') === 1) {
      onUncaught(error);
    }
  });

  socket.setEncoding('utf8');
  socket.setNoDelay(true);
  socket.on('connect', () => socket.write('run ' + settings.key + '\n'));
  socket.on('error', () => {});
  socket.on('close', () => process.exit(1));
  socket.on('data', text => {
    received += text;
    for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n')) {
      const line = received.slice(0, end);
      received = received.slice(end + 1);
      run(JSON.parse(line));
    }
  });
})();
