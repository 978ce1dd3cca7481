import { h, replace, title, button, attempt, ask, confirm, dialog, field, say, save, number } from './dom.js';
import { call, get } from './api.js';
import { t } from './i18n.js';
import { literal, collection, callOf } from './statements.js';

const PageLength = 50;
const ExportPage = 1000;
const ImportBatch = 100;
const ColumnLimit = 10;
const HistoryLimit = 50;

export async function show({ main, environment, place, go }) {
  const side = h('nav', { class: 'collections', 'aria-label': t('collections') });
  const content = h('div', { class: 'content' });
  replace(main, title(t('database')), h('div', { class: 'columns' }, side, content));
  const run = (path, json) => call(path, { env: environment, ...json });
  const query = statement => run(callOf(statement), { query: statement });

  const collections = [];
  for (let page; !page || collections.length < page.pager.Total;) {
    page = await run('tcb/databasecollectionget', { limit: 1000, offset: collections.length });
    collections.push(...page.collections);
    if (page.collections.length === 0) {
      break;
    }
  }

  const names = collections.map(item => item.name);
  replace(
    side,
    h('div', { class: 'tools' }, button(t('newCollection'), () => attempt(async () => {
      const name = await ask(t('newCollection'), t('collectionName'));
      if (name) {
        await run('tcb/databasecollectionadd', { collection_name: name });
        go('database', name);
        if (place === name) {
          await show({ main, environment, place, go });
        }
      }
    }))),
    collections.map(item => h('a', { href: `#/database/${encodeURIComponent(item.name)}`, 'aria-current': item.name === place ? 'true' : null }, item.name, h('small', {}, ` ${number(item.count)}`))));
  if (!names.includes(place)) {
    replace(content, names.length === 0 ? h('p', { class: 'empty' }, t('noCollection')) : null, statementBox());
    return;
  }

  const tabs = { table: () => documents('table'), json: () => documents('json'), indexes, statement: () => replace(panel, statementBox()) };
  const panel = h('div', { id: 'panel', role: 'tabpanel', tabindex: 0 });
  const bar = h('div', { role: 'tablist', class: 'tabs', 'aria-label': place, onkeydown: event => {
    const keys = Object.keys(tabs);
    const now = keys.indexOf(bar.querySelector('[aria-selected=true]').dataset.tab);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      choose(keys[(now + step + keys.length) % keys.length]);
      bar.querySelector('[aria-selected=true]').focus();
    }
  } }, Object.keys(tabs).map(key => h('button', { type: 'button', role: 'tab', 'data-tab': key, 'aria-controls': 'panel', onclick: () => choose(key) }, t(key))));
  const current = () => tabs[bar.querySelector('[aria-selected=true]').dataset.tab]();
  const source = () => `${collection(place)}.where(${where.trim() || '{}'})`;
  let where = '';
  let skip = 0;
  replace(
    content,
    h('div', { class: 'tools' },
      button(t('newDocument'), () => attempt(() => edit(null))),
      importer(),
      button(t('exportFile'), () => attempt(exportAll)),
      button(t('remove'), () => attempt(async () => {
        if (await confirm(t('deleteCollection', place), t('remove'))) {
          await run('tcb/databasecollectiondelete', { collection_name: place });
          go('database');
        }
      }), { class: 'danger' })),
    bar,
    panel);
  choose('table');

  function choose(key) {
    for (const tab of bar.children) {
      tab.setAttribute('aria-selected', tab.dataset.tab === key ? 'true' : 'false');
      tab.tabIndex = tab.dataset.tab === key ? 0 : -1;
    }

    attempt(tabs[key]);
  }

  async function documents(kind) {
    const answer = await query(`${source()}.skip(${skip}).limit(${PageLength}).get()`);
    const found = answer.data.map(text => JSON.parse(text));
    const total = answer.pager.Total;
    const input = h('input', { value: where, 'aria-label': t('where'), placeholder: t('whereHint') });
    replace(
      panel,
      h('form', { class: 'tools', onsubmit: event => { event.preventDefault(); where = input.value; skip = 0; attempt(() => documents(kind)); } }, h('code', {}, '.where('), input, h('code', {}, ')'), h('button', { class: 'primary' }, t('filter'))),
      found.length === 0 ? h('p', { class: 'empty' }, t('noDocuments')) : kind === 'table' ? asTable(found) : asJson(found),
      h('div', { class: 'tools' },
        button(t('previous'), () => { skip = Math.max(0, skip - PageLength); attempt(() => documents(kind)); }, { disabled: skip === 0 }),
        button(t('next'), () => { skip += PageLength; attempt(() => documents(kind)); }, { disabled: skip + found.length >= total }),
        h('span', { class: 'state', role: 'status' }, t('range', found.length === 0 ? 0 : skip + 1, skip + found.length, total))));
  }

  function asTable(found) {
    const columns = [...new Set(found.flatMap(item => Object.keys(item)))].slice(0, ColumnLimit);
    return h('div', { class: 'scroll', tabindex: 0 }, h(
      'table',
      {},
      h('thead', {}, h('tr', {}, columns.map(name => h('th', { scope: 'col' }, name)), h('th', { scope: 'col' }, t('edit')))),
      h('tbody', {}, found.map(item => h('tr', {}, columns.map(name => h('td', {}, cell(item[name]))), h('td', {}, button(t('edit'), () => attempt(() => edit(item)), { 'aria-label': `${t('edit')} ${cell(item._id)}` })))))));
  }

  function asJson(found) {
    return h('div', {}, found.map(item => h('div', { class: 'document' }, h('pre', { tabindex: 0 }, JSON.stringify(item, null, 2)), button(t('edit'), () => attempt(() => edit(item)), { 'aria-label': `${t('edit')} ${cell(item._id)}` }))));
  }

  async function edit(item) {
    const id = item?._id;
    const text = h('textarea', { rows: 16, spellcheck: 'false', value: JSON.stringify(item === null ? {} : withoutId(item), null, 2) });
    const actions = [{ text: t('cancel'), run: close => close(null) }];
    if (item) {
      actions.push({ text: t('remove'), class: 'danger', run: close => attempt(async () => {
        if (await confirm(t('deleteDocument', cell(id)), t('remove'))) {
          await query(`${collection(place)}.where({_id:${literal(id)}}).remove()`);
          close(true);
        }
      }) });
    }

    actions.push({ text: t('save'), run: close => attempt(async () => {
      let value;
      try {
        value = JSON.parse(text.value);
      } catch (error) {
        throw new Error(t('notJson', error.message));
      }

      await query(item === null
        ? `${collection(place)}.add({data:[${literal(value)}]})`
        : `${collection(place)}.doc(${literal(id)}).set({data:${literal(withoutId(value))}})`);
      close(true);
    }) });
    if (await dialog(item === null ? t('newDocument') : `${t('document')} ${cell(id)}`, field(t('document'), text, t('documentHint')), actions, { class: 'large' })) {
      await current();
    }
  }

  async function indexes() {
    const found = await get('database/indexes', { env: environment, collection: place });
    const name = h('input', { required: true });
    const keys = h('input', { required: true });
    const unique = h('input', { type: 'checkbox' });
    const change = json => run('tcb/updateindex', { collection_name: place, ...json }).then(indexes);
    replace(
      panel,
      h('table', {}, h('thead', {}, h('tr', {}, [t('name'), t('keys'), t('unique'), t('remove')].map(text => h('th', { scope: 'col' }, text)))), h('tbody', {}, found.indexes.map(index => h(
        'tr',
        {},
        h('td', {}, index.name),
        h('td', {}, index.keys.map(key => `${key.name} ${key.direction}`).join(', ')),
        h('td', {}, index.unique ? '✓' : ''),
        h('td', {}, index.name === '_id_' ? '' : button(t('remove'), () => attempt(async () => {
          if (await confirm(t('deleteIndex', index.name), t('remove'))) {
            await change({ drop_indexes: [{ name: index.name }] });
          }
        }), { 'aria-label': `${t('remove')} ${index.name}` })))))),
      h('form', { class: 'fields', onsubmit: event => {
        event.preventDefault();
        attempt(() => change({ create_indexes: [{
          name: name.value,
          unique: unique.checked,
          keys: keys.value.split(',').map(part => part.trim().split(/\s+/)).map(([field, direction]) => ({ name: field, direction: direction ?? '1' })),
        }] }));
      } }, field(t('indexName'), name), field(t('indexKeys'), keys), h('label', { class: 'check' }, unique, t('unique')), h('button', { class: 'primary' }, t('add'))));
  }

  function importer() {
    const input = h('input', { type: 'file', accept: '.json,.jsonl,.ndjson', hidden: true, 'aria-hidden': 'true', tabindex: -1, onchange: () => attempt(async () => {
      const lines = (await input.files[0].text()).split('\n').filter(line => line.trim());
      input.value = '';
      for (let i = 0; i < lines.length; i += ImportBatch) {
        await query(`${collection(place)}.add({data:[${lines.slice(i, i + ImportBatch).map(line => literal(JSON.parse(line))).join(',')}]})`);
      }

      say(t('imported', lines.length));
      await current();
    }) });
    return [input, button(t('importFile'), () => input.click())];
  }

  async function exportAll() {
    const lines = [];
    for (;;) {
      const answer = await query(`${collection(place)}.orderBy("_id","asc").skip(${lines.length}).limit(${ExportPage}).get()`);
      lines.push(...answer.data);
      if (answer.data.length < ExportPage) {
        break;
      }
    }

    save(`${place}.jsonl`, `${lines.join('\n')}\n`, 'application/x-ndjson');
  }

  function statementBox() {
    const history = JSON.parse(localStorage.getItem('statements') ?? '[]');
    const name = names.includes(place) ? place : names[0] ?? 'name';
    const text = h('textarea', { rows: 4, spellcheck: 'false', value: `${collection(name)}.where({}).limit(20).get()` });
    const result = h('pre', { tabindex: 0, 'aria-label': t('result'), role: 'region' });
    const past = h('select', { onchange: () => { text.value = past.value || text.value; } }, h('option', { value: '' }, t('history')), history.map(item => h('option', { value: item }, item.length > 100 ? `${item.slice(0, 100)}…` : item)));
    const execute = () => attempt(async () => {
      result.textContent = '…';
      const statement = text.value.trim();
      try {
        const answer = await query(statement);
        result.textContent = JSON.stringify(answer, (key, value) => (key === 'data' && Array.isArray(value) ? value.map(item => (typeof item === 'string' ? JSON.parse(item) : item)) : value), 2);
        localStorage.setItem('statements', JSON.stringify([statement, ...history.filter(item => item !== statement)].slice(0, HistoryLimit)));
      } catch (error) {
        result.textContent = error.message;
        throw error;
      }
    });
    text.addEventListener('keydown', event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { execute(); } });
    return h('form', { class: 'statement', onsubmit: event => { event.preventDefault(); execute(); } }, field(t('statement'), text, 'Ctrl+Enter'), h('div', { class: 'tools' }, h('button', { class: 'primary' }, t('run')), h('label', { class: 'field compact' }, h('span', { class: 'hidden' }, t('history')), past)), result);
  }
}

function withoutId(item) {
  const { _id, ...rest } = item;
  return rest;
}

function cell(value) {
  if (value === undefined) {
    return '';
  }

  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
