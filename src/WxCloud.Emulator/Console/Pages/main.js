import { h, replace } from './dom.js';
import { get } from './api.js';
import { t, language, setLanguage } from './i18n.js';
import * as overview from './overview.js';
import * as storage from './storage.js';
import * as database from './database.js';
import * as functions from './functions.js';
import * as requests from './requests.js';
import * as faults from './faults.js';
import * as clock from './clock.js';

const pages = { overview, storage, database, functions, requests, faults, clock };
const main = document.getElementById('main');
const environments = document.getElementById('environment');
const languages = document.getElementById('language');
let leave = () => {};

// A page's address is #/name or #/name/what-it-shows; show(context) returns what to do when the page is left.
async function show() {
  const [, name, ...rest] = location.hash.split('/');
  const page = pages[name] ? name : 'overview';
  leave();
  leave = () => {};
  document.documentElement.lang = language();
  document.getElementById('skip').textContent = t('skip');
  document.getElementById('brand-word').textContent = t('emulator');
  document.getElementById('environment-label').textContent = t('environment');
  document.getElementById('language-label').textContent = t('language');
  document.title = `${t(page)} – WxCloud`;
  const navigation = document.getElementById('navigation');
  navigation.setAttribute('aria-label', t('pages'));
  replace(navigation, Object.keys(pages).map(key => h('a', { href: `#/${key}`, 'aria-current': key === page ? 'page' : null }, t(key))));
  navigation.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const context = {
    main: replace(main),
    environment: environments.value,
    place: decodeURIComponent(rest.join('/')),
    go: (to, place = '') => { location.hash = `#/${to}${place ? `/${encodeURIComponent(place)}` : ''}`; },
  };
  try {
    leave = (await pages[page].show(context)) ?? (() => {});
  } catch (error) {
    replace(main, h('h1', {}, t(page)), h('p', { class: 'error' }, error.message));
  }
}

async function start() {
  languages.value = language() === 'zh-CN' ? 'zh' : 'en';
  languages.addEventListener('change', () => { setLanguage(languages.value); show(); });
  const report = await get('overview');
  replace(environments, report.environments.map(environment => h('option', { value: environment.id }, environment.id)));
  environments.value = localStorage.getItem('environment') ?? report.environments[0].id;
  if (!environments.value) {
    environments.value = report.environments[0].id;
  }

  environments.addEventListener('change', () => { localStorage.setItem('environment', environments.value); show(); });
  addEventListener('hashchange', show);
  await show();
}

start().catch(error => replace(main, h('p', { class: 'error', role: 'alert' }, error.message)));
