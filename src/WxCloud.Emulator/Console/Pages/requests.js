import { h, replace, title, button, time, bytes, dialog, date, attempt } from './dom.js';
import { get, control, follow } from './api.js';
import { t } from './i18n.js';
import { VirtualList } from './list.js';

const Limit = 10000;

export async function show({ main }) {
  let all = [];
  let isPaused = false;
  let isDrawn = true;
  const state = h('span', { class: 'state', role: 'status' }, t('live'));
  const filter = h('input', { type: 'search', 'aria-label': t('filter'), placeholder: t('filter'), oninput: () => draw() });
  const onlyErrors = h('input', { type: 'checkbox', onchange: () => draw() });
  const pause = button(t('pause'), () => {
    isPaused = !isPaused;
    pause.textContent = t(isPaused ? 'resume' : 'pause');
    state.textContent = t(isPaused ? 'paused' : 'live');
    draw();
  });
  const list = new VirtualList({
    label: t('requests'),
    columns: [
      { text: t('time'), class: 'c-time', of: request => time(request.time) },
      { text: t('method'), class: 'c-method', of: request => request.method },
      { text: t('route'), class: 'c-route', of: request => request.route },
      { text: t('status'), class: 'c-status', of: request => (request.status === 0 ? t('cut') : String(request.status)) },
      { text: t('code'), class: 'c-code', of: request => request.code },
      { text: t('milliseconds'), class: 'c-number', of: request => request.milliseconds.toFixed(1) },
      { text: t('length'), class: 'c-number', of: request => bytes(Math.max(request.requestLength ?? 0, request.replyLength ?? 0)) },
      { text: t('target'), class: 'c-wide', of: request => request.target },
      { text: t('requestId'), class: 'c-id', of: request => request.requestId },
    ],
    onOpen: request => attempt(() => open(request)),
  });
  replace(
    main,
    title(t('requests')),
    h('div', { class: 'tools' }, filter, h('label', { class: 'check' }, onlyErrors, t('onlyErrors')), pause, button(t('clear'), () => attempt(async () => {
      await control('DELETE', 'requests/log');
      all = [];
      draw();
    })), state),
    list.element);

  function draw() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = all.filter(request => (!onlyErrors.checked || isError(request)) && words.every(word => textOf(request).includes(word)));
    shown.reverse();
    list.set(shown, { keepPlace: list.active >= 0 });
    isDrawn = true;
  }

  function take(batch) {
    for (const request of batch) {
      request.rowClass = isError(request) ? 'bad' : '';
    }

    all.push(...batch);
    if (all.length > Limit) {
      all.splice(0, all.length - Limit);
    }

    // However many batches come, a frame draws once.
    if (!isPaused && isDrawn) {
      isDrawn = false;
      requestAnimationFrame(draw);
    }
  }

  let last = 0;
  for (let page = await get('requests/log', { after: 0 }); page.requests.length > 0; page = await get('requests/log', { after: last })) {
    take(page.requests);
    last = page.requests.at(-1).id;
  }

  draw();
  const stop = follow('requests/stream', { after: last }, take, isOpen => { state.textContent = isOpen ? t(isPaused ? 'paused' : 'live') : t('disconnected'); });
  return stop;
}

const isError = request => request.status === 0 || request.status >= 400 || Boolean(request.code) || Boolean(request.fault);

const textOf = request => (request.text ??= `${request.method} ${request.route} ${request.status} ${request.code ?? ''} ${request.target} ${request.requestId ?? ''} ${request.fault ?? ''}`.toLowerCase());

async function open(row) {
  const detail = await get('requests/detail', { id: row.id });
  const summary = detail.summary;
  const headers = list => h('table', { class: 'plain' }, h('tbody', {}, list.map(header => h('tr', {}, h('th', { scope: 'row' }, header.name), h('td', {}, header.value)))));
  const section = (heading, content) => (content ? h('section', {}, h('h3', {}, heading), content) : null);
  await dialog(`${summary.method} ${summary.route}`, h(
    'div',
    { class: 'detail' },
    h('dl', {}, [[t('time'), date(summary.time)], [t('target'), summary.target], [t('status'), summary.status], [t('code'), summary.code], [t('requestId'), summary.requestId], [t('milliseconds'), summary.milliseconds], [t('fault'), summary.fault]]
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value))))),
    section(t('requestBody'), body(detail.requestBody)),
    section(t('replyBody'), body(detail.replyBody)),
    section(t('requestHeaders'), headers(detail.requestHeaders)),
    section(t('replyHeaders'), headers(detail.replyHeaders))), [], { class: 'large' });
}

function body(text) {
  if (!text) {
    return null;
  }

  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // XML, or what is no JSON, is shown as it is.
  }

  return h('pre', { tabindex: 0 }, shown);
}
