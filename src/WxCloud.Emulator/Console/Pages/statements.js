// Statements of the database, made from values; and which call takes a statement.

// A value of extended JSON as a literal of a statement.
export function literal(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return String(value);
  }

  if (typeof value === 'string') {
    return JSON.stringify(value).replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');
  }

  if (Array.isArray(value)) {
    return `[${value.map(literal).join(',')}]`;
  }

  const [first, ...others] = Object.keys(value);
  if (others.length === 0 && first === '$date') {
    const at = value.$date?.$numberLong ?? value.$date;
    return `new Date(${typeof at === 'number' || /^-?\d+$/.test(at) ? Number(at) : literal(String(at))})`;
  }

  if (others.length === 0 && ['$numberInt', '$numberLong', '$numberDouble'].includes(first)) {
    return String(Number(value[first]));
  }

  if (others.length === 0 && first === '$oid') {
    return literal(value.$oid);
  }

  return `{${Object.entries(value).map(([name, member]) => `${literal(name)}:${literal(member)}`).join(',')}}`;
}

export const collection = name => `db.collection(${literal(name)})`;

const calls = { add: 'tcb/databaseadd', get: 'tcb/databasequery', count: 'tcb/databasecount', update: 'tcb/databaseupdate', set: 'tcb/databaseupdate', remove: 'tcb/databasedelete', end: 'tcb/databaseaggregate' };

// The last call of the chain decides: ….get() is a query, ….end() an aggregation.
export function callOf(statement) {
  let depth = 0;
  let quote = '';
  let last = '';
  for (let i = 0; i < statement.length; i++) {
    const at = statement[i];
    if (quote) {
      if (at === '\\') {
        i++;
      } else if (at === quote) {
        quote = '';
      }
    } else if (at === '"' || at === "'" || at === '`') {
      quote = at;
    } else if ('([{'.includes(at)) {
      if (depth === 0 && at === '(') {
        last = /(\w+)\s*$/.exec(statement.slice(0, i))?.[1] ?? last;
      }

      depth++;
    } else if (')]}'.includes(at)) {
      depth--;
    }
  }

  return calls[last] ?? calls.get;
}
