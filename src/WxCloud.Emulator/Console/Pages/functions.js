import { h, replace, title, attempt, field, time, bytes } from './dom.js';
import { get, call, follow } from './api.js';
import { t } from './i18n.js';

export async function show({ main, environment, place }) {
  const { functions } = await get('functions');
  if (functions.length === 0) {
    replace(main, title(t('functions')), h('p', { class: 'empty' }, t('noFunctions')));
    return undefined;
  }

  const name = functions.some(item => item.name === place) ? place : functions[0].name;
  const event = h('textarea', { rows: 6, spellcheck: 'false', value: localStorage.getItem(`event-${name}`) ?? '{}' });
  const openId = h('input', {});
  const result = h('pre', { tabindex: 0, role: 'region', 'aria-label': t('result') });
  const logs = h('div', { class: 'logs', role: 'log', 'aria-label': t('logs'), tabindex: 0 });
  replace(
    main,
    title(t('functions')),
    h('div', { class: 'columns' },
      h('nav', { class: 'collections', 'aria-label': t('functions') }, functions.map(item => h('a', { href: `#/functions/${encodeURIComponent(item.name)}`, 'aria-current': item.name === name ? 'true' : null }, item.name, ...details(item)))),
      h('div', { class: 'content' },
        h('form', { class: 'statement', onsubmit: submitted => {
          submitted.preventDefault();
          attempt(async () => {
            try {
              JSON.parse(event.value);
            } catch (error) {
              throw new Error(t('notJson', error.message));
            }

            localStorage.setItem(`event-${name}`, event.value);
            result.textContent = '…';
            try {
              const openid = openId.value ? `&openid=${encodeURIComponent(openId.value)}` : '';
              const answer = await call(`tcb/invokecloudfunction?env=${encodeURIComponent(environment)}&name=${encodeURIComponent(name)}${openid}`, JSON.parse(event.value));
              result.textContent = pretty(answer.resp_data);
            } catch (error) {
              result.textContent = error.message;
            }
          });
        } }, field(t('event'), event), field(t('openId'), openId), h('div', { class: 'tools' }, h('button', { class: 'primary' }, t('invoke'))), h('h2', {}, t('result')), result),
        h('h2', {}, t('logs')),
        logs)));

  // A call that is shown stays as it is, opened or not; new ones come on top.
  const take = entries => {
    for (const entry of entries.filter(item => item.function === name)) {
      logs.querySelector('.empty')?.remove();
      logs.prepend(describe(entry));
    }
  };
  const stop = follow('functions/logs/stream', {}, take);
  const earlier = (await get('functions/logs', { name })).logs;
  replace(logs, earlier.length === 0 ? h('p', { class: 'empty' }, t('noLogs')) : []);
  take(earlier);
  return stop;
}

function details(item) {
  return [item.error, ...item.timers.map(timer => `${timer.name}: ${timer.schedule}`)].filter(Boolean).map(text => h('small', { class: item.error ? 'error' : '' }, ` ${text}`));
}

function describe(entry) {
  const memory = entry.memoryBytes ? `, ${t('memory')} ${bytes(entry.memoryBytes)}` : '';
  const output = [...entry.output.map(line => line.text), entry.error?.stack].filter(Boolean).join('\n');
  return h(
    'details',
    {},
    h('summary', { class: entry.error ? 'error' : '' }, `${time(Date.parse(entry.startedAt))} ${entry.source} ${Math.round(entry.durationMs)} ms${memory}${entry.error ? ` – ${entry.error.message}` : ''}`),
    h('pre', { tabindex: 0 }, output || t('noOutput')));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text ?? '';
  }
}
