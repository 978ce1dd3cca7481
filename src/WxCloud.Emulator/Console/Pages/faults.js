import { h, replace, title, button, field, attempt, number } from './dom.js';
import { get, control } from './api.js';
import { t } from './i18n.js';

const kinds = ['status', 'errcode', 'delay', 'reset', 'stall', 'truncate', 'corrupt', 'ignore-range', 'etag-change', 'error-in-200'];

const presets = {
  badLine: [
    { route: '*', kind: 'delay', value: 200, rate: 0.5 },
    { route: '*', kind: 'reset', value: 2000, rate: 0.1 },
    { route: 'object:GET', kind: 'truncate', value: 4096, rate: 0.05 },
  ],
  busyService: [
    { route: '*', kind: 'status', value: 503, rate: 0.1, retryAfter: 1 },
    { route: 'tcb/uploadfile', kind: 'errcode', value: -1, rate: 0.1 },
  ],
  lyingNetwork: [
    { route: 'object:GET', kind: 'corrupt', rate: 0.2 },
    { route: 'object:GET', kind: 'ignore-range', rate: 0.2 },
    { route: 'object:GET', kind: 'etag-change', rate: 0.1 },
  ],
  slow: [{ route: '*', kind: 'delay', value: 300, rate: 1 }],
};

export async function show({ main }) {
  const rules = h('div', { class: 'scroll', tabindex: 0 });
  const routes = h('datalist', { id: 'fault-routes' });
  const route = h('input', { list: 'fault-routes', value: '*', required: true });
  const kind = h('select', {}, kinds.map(name => h('option', {}, name)));
  const value = h('input', { inputmode: 'numeric', value: '503' });
  const rate = h('input', { inputmode: 'decimal', value: '0.1' });
  const times = h('input', { inputmode: 'numeric' });
  const heading = h('h2', {}, t('addRule'));
  const submit = h('button', { class: 'primary' }, t('add'));
  let plan = { seed: 1, rules: [] };
  let edited = null;

  const put = next => control('PUT', 'faults', { json: { seed: plan.seed, rules: next } }).then(draw);
  const plain = rule => Object.fromEntries(['route', 'kind', 'value', 'rate', 'times', 'retryAfter'].map(name => [name, rule[name]]).filter(([, given]) => given !== null && given !== undefined));

  async function draw() {
    plan = await get('faults');
    const counts = await get('requests');
    replace(routes, ['*', 'object:GET', 'object:PUT', 'object:POST', 'object:HEAD', 'object:DELETE', ...Object.keys(counts.routes)]
      .filter((name, i, names) => names.indexOf(name) === i && name !== 'unknown').map(name => h('option', { value: name })));
    replace(rules, plan.rules.length === 0 ? h('p', {}, t('noFaults')) : h(
      'table',
      {},
      h('thead', {}, h('tr', {}, [t('route'), t('kind'), t('value'), t('rate'), t('times'), t('fired'), t('edit')].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, plan.rules.map((rule, i) => h(
        'tr',
        {},
        [rule.route, rule.kind, rule.value ?? '', rule.rate, rule.times ?? '', number(rule.fired)].map(text => h('td', {}, String(text))),
        h('td', { class: 'tools' }, button(t('edit'), () => edit(i), { 'aria-label': `${t('edit')} ${rule.route} ${rule.kind}` }), button(t('remove'), () => attempt(() => put(plan.rules.filter((_, j) => j !== i).map(plain))), { 'aria-label': `${t('remove')} ${rule.route} ${rule.kind}` })))))));
  }

  // A rule that is edited fills the form, and what is added then takes its place.
  function edit(index) {
    const rule = plan.rules[index];
    edited = index;
    route.value = rule.route;
    kind.value = rule.kind;
    value.value = rule.value ?? '';
    rate.value = rule.rate;
    times.value = rule.times ?? '';
    heading.textContent = t('editRule', index + 1);
    submit.textContent = t('save');
    route.focus();
  }

  replace(
    main,
    title(t('faults')),
    rules,
    h('div', { class: 'tools' }, button(t('allOff'), () => attempt(() => put([]))), button(t('refresh'), () => attempt(draw))),
    heading,
    h('form', {
      class: 'fields',
      onsubmit: event => {
        event.preventDefault();
        const rule = plain({
          route: route.value,
          kind: kind.value,
          value: value.value === '' ? undefined : Number(value.value),
          rate: rate.value === '' ? undefined : Number(rate.value),
          times: times.value === '' ? undefined : Number(times.value),
        });
        attempt(async () => {
          const rules = plan.rules.map(plain);
          rules.splice(edited ?? rules.length, edited === null ? 0 : 1, rule);
          await put(rules);
          edited = null;
          heading.textContent = t('addRule');
          submit.textContent = t('add');
        });
      },
    }, field(t('route'), route), field(t('kind'), kind), field(t('value'), value), field(t('rate'), rate), field(t('times'), times), routes, submit),
    h('h2', {}, t('presets')),
    h('div', { class: 'tools' }, Object.keys(presets).map(name => button(t(name), () => attempt(() => put(presets[name]))))));
  await draw();
  const timer = setInterval(() => draw().catch(() => {}), 2000);
  return () => clearInterval(timer);
}
