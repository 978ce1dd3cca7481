// Elements, formats and dialogs. Text from outside becomes text nodes only, never markup.
import { t, language } from './i18n.js';

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }

    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'class') {
      element.className = value;
    } else if (name === 'value' || name === 'checked' || name === 'disabled') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }

  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return parent;
}

export const button = (text, onclick, properties = {}) => h('button', { type: 'button', onclick, ...properties }, text);

export function field(label, control, hint) {
  return h('label', { class: 'field' }, h('span', {}, label), control, hint ? h('small', {}, hint) : null);
}

export const title = text => h('h1', {}, text);

export function bytes(count) {
  if (count === null || count === undefined) {
    return '';
  }

  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }

  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export const number = value => new Intl.NumberFormat(language()).format(value);

export const date = milliseconds =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(milliseconds));

export const time = milliseconds => {
  const at = new Date(milliseconds);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}:${String(at.getSeconds()).padStart(2, '0')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
};

export function say(text, isError = false) {
  const message = h('div', { class: isError ? 'message error' : 'message' }, text, button('×', () => message.remove(), { 'aria-label': t('close') }));
  document.getElementById('messages').append(message);
  setTimeout(() => message.remove(), isError ? 15000 : 5000);
}

// Runs work behind a button or a key; what fails is said, and nothing else stops.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(error.message, true);
    return undefined;
  }
}

export function dialog(heading, content, actions = [], properties = {}) {
  return new Promise(resolve => {
    const id = `dialog-${Math.random().toString(36).slice(2)}`;
    const box = h('dialog', { 'aria-labelledby': id, ...properties });
    const close = result => {
      box.close();
      box.remove();
      resolve(result);
    };
    box.addEventListener('cancel', event => {
      event.preventDefault();
      close(null);
    });
    const form = h(
      'form',
      { method: 'dialog', onsubmit: event => { event.preventDefault(); actions.at(-1)?.run?.(close); } },
      h('header', {}, h('h2', { id }, heading), button('×', () => close(null), { class: 'quiet', 'aria-label': t('close') })),
      content,
      actions.length > 0
        ? h('footer', {}, actions.map((action, i) => h(
          'button',
          { type: i === actions.length - 1 ? 'submit' : 'button', class: action.class ?? (i === actions.length - 1 ? 'primary' : ''), onclick: i === actions.length - 1 ? null : () => action.run(close) },
          action.text)))
        : null);
    box.append(form);
    document.body.append(box);
    box.showModal();
  });
}

export const confirm = (question, action) =>
  dialog(question, h('p', {}, ''), [
    { text: t('cancel'), run: close => close(false) },
    { text: action, class: 'danger', run: close => close(true) },
  ], { class: 'small' }).then(result => result === true);

export async function ask(question, label, value = '') {
  const input = h('input', { value, required: true, autofocus: true });
  const answer = await dialog(question, field(label, input), [
    { text: t('cancel'), run: close => close(null) },
    { text: t('ok'), run: close => input.value && close(input.value) },
  ], { class: 'small' });
  return answer;
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  say(t('copied'));
}

export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
