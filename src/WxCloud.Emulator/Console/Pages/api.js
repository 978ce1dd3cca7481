// The control calls of the emulator. An answer that is an error becomes an Error with the text that the emulator gave.
async function answerOf(response) {
  const text = await response.text();
  let answer;
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text };
  }

  if (!response.ok) {
    throw new Error(answer.error ?? `HTTP ${response.status}`);
  }

  return answer;
}

const query = parameters => {
  const search = new URLSearchParams(Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== null));
  return search.size > 0 ? `?${search}` : '';
};

export const address = (path, parameters) => `/_emulator/${path}${query(parameters)}`;

export async function control(method, path, { parameters, json, body, headers, signal } = {}) {
  return answerOf(await fetch(address(path, parameters), {
    method,
    signal,
    headers: json === undefined ? headers : { 'Content-Type': 'application/json' },
    body: json === undefined ? body : JSON.stringify(json),
  }));
}

export const get = (path, parameters, options) => control('GET', path, { parameters, ...options });

// A call of the service's own API (tcb/…), without a token, a count or a fault.
export async function call(path, json) {
  const answer = await control('POST', `call/${path}`, { json });
  if (answer.errcode) {
    throw new Error(`${answer.errcode}: ${answer.errmsg}`);
  }

  return answer;
}

// Server-sent events; returns what ends them.
export function follow(path, parameters, onBatch, onState) {
  const source = new EventSource(address(path, parameters));
  source.onmessage = event => onBatch(JSON.parse(event.data));
  source.onopen = () => onState?.(true);
  source.onerror = () => onState?.(false);
  return () => source.close();
}
