import { h, replace, title, button, bytes, date, dialog, confirm, ask, attempt, say, copy, field } from './dom.js';
import { get, control, address, call } from './api.js';
import { t } from './i18n.js';
import { VirtualList } from './list.js';

const PageLength = 1000;
const UploadsAtOnce = 4;
const TextLimit = 256 * 1024;

export async function show({ main, environment, place, go }) {
  const prefix = place === '' || place.endsWith('/') ? place : `${place}/`;
  let items = [];
  let after = '';
  let isComplete = false;
  let isLoading = false;

  const count = h('span', { class: 'state', role: 'status' });
  const filter = h('input', { type: 'search', 'aria-label': t('filter'), placeholder: t('filter'), oninput: () => draw() });
  const side = h('aside', { class: 'side', 'aria-label': t('preview') });
  const empty = h('p', { class: 'empty' }, t('noFiles'));
  const list = new VirtualList({
    label: t('files'),
    columns: [
      { text: t('name'), class: 'c-wide', of: item => item.name },
      { text: t('size'), class: 'c-number', of: item => (item.isFolder ? '' : bytes(item.length)) },
      { text: t('type'), class: 'c-type', of: item => (item.isFolder ? t('folder') : item.contentType) },
      { text: t('modified'), class: 'c-date', of: item => (item.isFolder ? '' : date(item.lastModified)) },
    ],
    onOpen: item => (item.isFolder ? go('storage', item.path) : showFile(item)),
    onSelect: item => showFile(item),
    onEnd: () => { if (!isComplete) { attempt(load); } },
  });
  const chooser = (properties, text) => {
    const input = h('input', { type: 'file', multiple: true, hidden: true, 'aria-hidden': 'true', tabindex: -1, ...properties, onchange: () => attempt(async () => {
      const files = [...input.files].map(file => ({ path: file.webkitRelativePath || file.name, file }));
      input.value = '';
      await send(files);
    }) });
    return [input, button(text, () => input.click())];
  };
  const main2 = h('div', { class: 'split' }, h('div', { class: 'list-side' }, list.element, empty), side);
  replace(
    main,
    title(t('storage')),
    crumbs(),
    h('div', { class: 'tools' },
      chooser({}, t('upload')),
      chooser({ webkitdirectory: true }, t('uploadFolder')),
      button(t('newFolder'), () => attempt(async () => {
        const name = await ask(t('newFolder'), t('folderName'));
        if (name) {
          await put(`${prefix}${name.replace(/\/+$/, '')}/`, new Blob([]), 'application/x-directory');
          await reload();
        }
      })),
      button(t('refresh'), () => attempt(reload)), filter, count),
    main2);
  listenForDrops();

  function crumbs() {
    const parts = prefix.split('/').filter(Boolean);
    return h('nav', { class: 'crumbs', 'aria-label': t('folder') }, h('a', { href: '#/storage' }, t('root')), parts.map((part, i) => [
      ' / ', h('a', { href: `#/storage/${encodeURIComponent(`${parts.slice(0, i + 1).join('/')}/`)}` }, part),
    ]).flat());
  }

  function draw() {
    const word = filter.value.toLowerCase();
    const shown = word ? items.filter(item => item.name.toLowerCase().includes(word)) : items;
    list.set(shown, { keepPlace: true });
    count.textContent = t(isComplete ? 'loaded' : 'more', shown.length);
    empty.hidden = shown.length > 0;
    list.element.hidden = shown.length === 0;
  }

  async function load() {
    if (isLoading) {
      return;
    }

    isLoading = true;
    try {
      const page = await get('storage/files', { env: environment, prefix, after, limit: PageLength });
      const folders = page.folders.map(path => ({ path, name: path.slice(prefix.length), isFolder: true }));
      const files = page.files.filter(file => file.path !== prefix).map(file => ({ ...file, name: file.path.slice(prefix.length), isFolder: false }));
      items = items.concat(folders, files);
      after = page.next ?? '';
      isComplete = !page.next;
    } finally {
      isLoading = false;
    }

    draw();
  }

  async function reload() {
    items = [];
    after = '';
    isComplete = false;
    list.set([]);
    replace(side);
    await load();
  }

  async function put(path, body, type) {
    await control('PUT', 'storage/content', { parameters: { env: environment, path }, body, headers: { 'Content-Type': type || 'application/octet-stream' } });
  }

  async function send(files) {
    if (files.length === 0) {
      return;
    }

    let begun = 0;
    let done = 0;
    const worker = async () => {
      while (begun < files.length) {
        const { path, file } = files[begun++];
        count.textContent = t('uploading', begun, files.length);
        try {
          await put(prefix + path, file, file.type);
          done++;
        } catch (error) {
          say(t('notUploaded', path, error.message), true);
        }
      }
    };
    await Promise.all(Array.from({ length: UploadsAtOnce }, worker));
    say(t('uploaded', done));
    await reload();
  }

  function listenForDrops() {
    main2.addEventListener('dragover', event => {
      event.preventDefault();
      main2.classList.add('drop');
    });
    main2.addEventListener('dragleave', () => main2.classList.remove('drop'));
    main2.addEventListener('drop', event => {
      event.preventDefault();
      main2.classList.remove('drop');
      // Entries must be asked for before the event ends; a file that is no entry of a disk comes as it is.
      const dropped = [...event.dataTransfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry() ?? item.getAsFile()).filter(Boolean);
      attempt(async () => {
        const files = [];
        for (const item of dropped) {
          await (item instanceof File ? files.push({ path: item.name, file: item }) : collect(item, '', files));
        }

        await send(files);
      });
    });
  }

  function showFile(item) {
    const actions = item.isFolder
      ? [button(t('remove'), () => attempt(() => remove(item)), { class: 'danger' }), button(t('rename'), () => attempt(() => rename(item)))]
      : [
        h('a', { class: 'button', href: address('storage/content', { env: environment, path: item.path }), download: item.name.split('/').pop() }, t('download')),
        button(t('copyFileId'), () => attempt(() => copy(item.fileId))),
        button(t('temporaryUrl'), () => attempt(() => link(item))),
        button(t('rename'), () => attempt(() => rename(item))),
        button(t('remove'), () => attempt(() => remove(item)), { class: 'danger' }),
      ];
    const rows = item.isFolder ? [] : [['fileID', item.fileId], [t('size'), `${bytes(item.length)} (${item.length})`], [t('type'), item.contentType], ['ETag', item.etag], ['CRC64', item.crc64], [t('modified'), date(item.lastModified)],
      ...Object.entries(item.headers).filter(([name]) => name !== 'Content-Type')];
    replace(
      side,
      h('h2', { class: 'name' }, item.name),
      h('div', { class: 'tools' }, actions),
      item.isFolder ? null : preview(item),
      rows.length > 0 ? h('table', { class: 'plain' }, h('caption', {}, t('metadata')), h('tbody', {}, rows.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value))))) : null);
  }

  function preview(item) {
    const source = address('storage/content', { env: environment, path: item.path });
    const type = (item.contentType ?? '').toLowerCase();
    if (type.startsWith('image/')) {
      return h('img', { class: 'preview', src: source, alt: item.name });
    }

    if (type.startsWith('audio/')) {
      return h('audio', { class: 'preview', src: source, controls: true, 'aria-label': item.name });
    }

    if (type.startsWith('video/')) {
      return h('video', { class: 'preview', src: source, controls: true, 'aria-label': item.name });
    }

    if (/^text\/|json|xml|javascript|yaml|csv/.test(type)) {
      const box = h('pre', { class: 'preview', tabindex: 0 }, item.length > 0 ? '…' : '');
      attempt(async () => {
        if (item.length === 0) {
          return;
        }

        const response = await fetch(source, { headers: { Range: `bytes=0-${TextLimit - 1}` } });
        box.textContent = await response.text();
      });
      return box;
    }

    return h('p', { class: 'empty' }, t('noPreview'));
  }

  async function link(item) {
    const answer = await call('tcb/batchdownloadfile', { env: environment, file_list: [{ fileid: item.fileId, max_age: 7200 }] });
    const url = answer.file_list[0].download_url;
    await dialog(t('temporaryUrl'), field('URL', h('textarea', { rows: 4, readonly: true, value: url })), [
      { text: t('copy'), run: close => { copy(url); close(); } },
    ]);
  }

  async function rename(item) {
    const to = await ask(t('rename'), t('newName'), item.path);
    if (to && to !== item.path) {
      await control('POST', 'storage/move', { json: { env: environment, from: item.path, to: item.isFolder && !to.endsWith('/') ? `${to}/` : to } });
      await reload();
    }
  }

  async function remove(item) {
    if (await confirm(t(item.isFolder ? 'deleteFolder' : 'deleteFile', item.name), t('remove'))) {
      const answer = await control('DELETE', 'storage/files', { parameters: { env: environment, path: item.path } });
      say(t('deleted', answer.deleted));
      await reload();
    }
  }

  await load();
}

async function collect(entry, folder, files) {
  if (entry.isFile) {
    files.push({ path: folder + entry.name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    return;
  }

  const reader = entry.createReader();
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) {
      return;
    }

    for (const child of batch) {
      await collect(child, `${folder}${entry.name}/`, files);
    }
  }
}
