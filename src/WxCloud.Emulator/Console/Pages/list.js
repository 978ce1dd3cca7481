// A list of any length: only the rows in sight are in the document.
import { h, replace } from './dom.js';

const Overscan = 8;

export class VirtualList {
  // columns: { text, class, of(item) -> string or Node }
  constructor({ label, columns, onOpen, onSelect, onEnd, rowHeight = 34 }) {
    this.items = [];
    this.active = -1;
    this.columns = columns;
    this.onOpen = onOpen;
    this.onSelect = onSelect;
    this.onEnd = onEnd;
    this.rowHeight = rowHeight;
    this.rows = h('div', { class: 'list-rows', role: 'rowgroup' });
    this.head = h('div', { class: 'list-row list-head', role: 'row', 'aria-rowindex': 1 }, columns.map(column => h('div', { role: 'columnheader', class: column.class }, column.text)));
    this.element = h(
      'div',
      { class: 'list', role: 'grid', tabindex: 0, 'aria-label': label, 'aria-readonly': 'true', onscroll: () => this.draw(), onkeydown: event => this.key(event) },
      h('div', { role: 'rowgroup', class: 'list-top' }, this.head),
      this.rows);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  // What is left for rows below the head, which stays in sight.
  get height() {
    return Math.max(0, this.element.clientHeight - this.rowHeight);
  }

  get selected() {
    return this.items[this.active];
  }

  set(items, { keepPlace = false } = {}) {
    const open = keepPlace ? this.selected : undefined;
    this.items = items;
    this.active = open === undefined ? -1 : items.indexOf(open);
    if (!keepPlace) {
      this.element.scrollTop = 0;
    }

    this.draw();
  }

  select(index, isOpened = false) {
    if (index < 0 || index >= this.items.length) {
      return;
    }

    this.active = index;
    const top = index * this.rowHeight;
    if (top < this.element.scrollTop) {
      this.element.scrollTop = top;
    } else if (top + this.rowHeight > this.element.scrollTop + this.height) {
      this.element.scrollTop = top + this.rowHeight - this.height;
    }

    this.draw();
    this.onSelect?.(this.items[index], index);
    if (isOpened) {
      this.onOpen?.(this.items[index], index);
    }
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in moves) {
      const next = Math.min(this.items.length - 1, Math.max(0, this.active + moves[event.key]));
      this.select(Number.isFinite(next) ? next : event.key === 'Home' ? 0 : this.items.length - 1);
      event.preventDefault();
    } else if (event.key === 'Enter' && this.active >= 0) {
      this.onOpen?.(this.items[this.active], this.active);
      event.preventDefault();
    }
  }

  draw() {
    const count = this.items.length;
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.rowHeight) - Overscan);
    const last = Math.min(count, first + Math.ceil(this.height / this.rowHeight) + 2 * Overscan);
    this.rows.style.height = `${count * this.rowHeight}px`;
    this.element.setAttribute('aria-rowcount', count + 1);
    const rows = [];
    for (let i = first; i < last; i++) {
      rows.push(this.row(i));
    }

    replace(this.rows, rows);
    if (this.active >= first && this.active < last) {
      this.element.setAttribute('aria-activedescendant', this.idOf(this.active));
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }

    if (last === count && count > 0) {
      this.onEnd?.();
    }
  }

  idOf(index) {
    this.prefix ??= `row-${Math.random().toString(36).slice(2)}-`;
    return this.prefix + index;
  }

  row(index) {
    const item = this.items[index];
    const row = h(
      'div',
      {
        class: `list-row${index === this.active ? ' active' : ''}${item.rowClass ? ` ${item.rowClass}` : ''}`,
        role: 'row',
        id: this.idOf(index),
        'aria-rowindex': index + 2,
        'aria-selected': index === this.active ? 'true' : 'false',
        onclick: () => this.select(index),
        ondblclick: () => this.select(index, true),
      },
      this.columns.map(column => h('div', { role: 'gridcell', class: column.class }, column.of(item) ?? '')));
    row.style.top = `${index * this.rowHeight}px`;
    return row;
  }
}
