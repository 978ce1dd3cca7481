import { h, replace, title, bytes, number, date } from './dom.js';
import { get } from './api.js';
import { t } from './i18n.js';

const Seconds = 60;

export async function show({ main }) {
  const rates = new Array(Seconds).fill(0);
  const cards = h('div', { class: 'cards' });
  const chart = h('div', { class: 'chart' });
  replace(main, title(t('overview')), cards, chart);
  let before = null;

  async function draw() {
    const report = await get('overview');
    const now = performance.now();
    if (before) {
      rates.push(Math.max(0, (report.requests - before.requests) / ((now - before.at) / 1000)));
      rates.splice(0, rates.length - Seconds);
    }

    before = { requests: report.requests, at: now };
    replace(cards, card(t('environment'), report.environments.map(environment => h(
      'dl',
      {},
      pair(environment.id, ''),
      pair(t('bucket'), environment.bucket),
      pair(t('files'), `${number(environment.files)} (${bytes(environment.bytes)})`),
      pair(t('collections'), number(environment.collections)),
      pair(t('documents'), number(environment.documents))))),
    card(t('requests'), h('dl', {}, pair(t('total'), number(report.requests)), pair(t('inFlight'), number(report.maxInFlight)))),
    card(t('emulatorClock'), h('dl', {}, pair(date(report.time), offset(report.clockOffsetSeconds)))),
    card(t('faultsInForce'), report.faults === 0 ? h('p', {}, t('none')) : h('p', {}, h('a', { href: '#/faults' }, number(report.faults)))),
    card(t('credentials'), h('dl', {}, pair('AppID', report.appId), pair('AppSecret', report.appSecret), pair('SecretId', report.secretId), pair('SecretKey', report.secretKey))),
    card(t('thisEmulator'), h('dl', {}, pair(t('version'), report.version), pair(t('dataPath'), report.dataPath ?? t('inMemory')))));
    replace(chart, ...picture(rates));
  }

  await draw();
  const timer = setInterval(() => draw().catch(() => {}), 1000);
  return () => clearInterval(timer);
}

const card = (heading, ...content) => h('section', { class: 'card' }, h('h2', {}, heading), ...content);

const pair = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

function offset(seconds) {
  return Math.abs(seconds) < 1 ? '' : `${t(seconds > 0 ? 'ahead' : 'behind')} ${number(Math.abs(Math.round(seconds)))} s`;
}

function picture(rates) {
  const highest = Math.max(1, ...rates);
  const width = 600;
  const height = 120;
  const step = width / (Seconds - 1);
  const points = rates.map((rate, i) => `${((Seconds - rates.length + i) * step).toFixed(1)},${(height - (rate / highest) * (height - 8)).toFixed(1)}`);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  const now = number(Math.round(rates.at(-1) ?? 0));
  svg.setAttribute('aria-label', `${t('requestsPerSecond')}: ${now}`);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', points.join(' '));
  svg.append(line);
  return [h('h2', {}, `${t('requestsPerSecond')}: ${now}`, h('small', {}, ` (≤ ${number(Math.round(highest))} ${t('lastMinute')})`)), svg];
}
