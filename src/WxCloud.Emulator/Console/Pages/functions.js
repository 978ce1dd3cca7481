import { h, replace, title, button, attempt, field, time } from './dom.js';
import { get, call } from './api.js';
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
      h('nav', { class: 'collections', 'aria-label': t('functions') }, functions.map(item => h('a', { href: `#/functions/${encodeURIComponent(item.name)}`, 'aria-current': item.name === name ? 'true' : null }, item.name))),
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

            await draw();
          });
        } }, field(t('event'), event), field(t('openId'), openId), h('div', { class: 'tools' }, h('button', { class: 'primary' }, t('invoke'))), h('h2', {}, t('result')), result),
        h('h2', {}, t('logs')),
        logs)));

  async function draw() {
    const { logs: entries } = await get('functions/logs', { name });
    replace(logs, entries.length === 0 ? h('p', { class: 'empty' }, t('noLogs')) : entries.slice().reverse().map(entry => h(
      'details',
      {},
      h('summary', { class: entry.error ? 'error' : '' }, `${time(Date.parse(entry.startedAt))} ${entry.source} ${Math.round(entry.durationMs)} ms${entry.error ? ` – ${entry.error.message}` : ''}`),
      h('pre', { tabindex: 0 }, [...entry.output.map(line => line.text), ...(entry.error?.stack ? [entry.error.stack] : [])].join('\n')))));
  }

  await draw();
  const timer = setInterval(() => draw().catch(() => {}), 2000);
  return () => clearInterval(timer);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text ?? '';
  }
}
