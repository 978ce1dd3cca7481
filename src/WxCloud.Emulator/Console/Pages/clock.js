import { h, replace, title, button, field, attempt, date, say, confirm } from './dom.js';
import { get, control } from './api.js';
import { t } from './i18n.js';

const steps = [[60, 'minutes', 1], [3600, 'hours', 1], [7200, 'hours', 2], [86400, 'days', 1], [-3600, 'hours', -1]];

export async function show({ main }) {
  const reading = h('p', { class: 'large-text', role: 'status' });
  const seconds = h('input', { type: 'number', value: '600', step: '1' });
  const draw = async () => { reading.textContent = date((await get('overview')).time); };
  const move = by => attempt(async () => {
    await control('POST', 'clock', { json: { advanceSeconds: by } });
    await draw();
  });
  replace(
    main,
    title(t('clock')),
    reading,
    h('h2', {}, t('advance')),
    h('div', { class: 'tools' }, steps.map(([by, unit, count]) => button((by > 0 ? '+' : '') + t(unit, count), () => move(by)))),
    h('form', { class: 'fields', onsubmit: event => { event.preventDefault(); move(Number(seconds.value)); } }, field(t('seconds'), seconds), h('button', { class: 'primary' }, t('advance'))),
    h('h2', {}, t('tokens')),
    h('div', { class: 'tools' }, button(t('expireTokens'), () => attempt(async () => {
      await control('POST', 'tokens/expire');
      say(t('tokensExpired'));
    }))),
    h('h2', {}, t('reset')),
    h('p', {}, t('resetHint')),
    h('div', { class: 'tools' }, button(t('reset'), () => attempt(async () => {
      if (await confirm(t('resetQuestion'), t('reset'))) {
        await control('POST', 'reset');
        say(t('resetDone'));
        await draw();
      }
    }), { class: 'danger' })));
  await draw();
  const timer = setInterval(() => draw().catch(() => {}), 1000);
  return () => clearInterval(timer);
}
