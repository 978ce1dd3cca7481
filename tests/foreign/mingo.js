// mingo, a MongoDB query language for objects in memory, runs the cases of a file, one JSON object a line, and prints a result for each.
// Usage: node mingo.js cases.jsonl
const fs = require('node:fs');
const { Query, find, aggregate, update } = require('mingo');

// Numbers keep no type here; dates and regular expressions become JavaScript's own.
function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value);
  if (keys.length === 1) {
    switch (keys[0]) {
      case '$date': return new Date(value.$date);
      case '$numberLong':
      case '$numberDouble': return Number(value[keys[0]]);
      case '$regularExpression': return new RegExp(value.$regularExpression.pattern, value.$regularExpression.options);
    }
  }
  return Object.fromEntries(keys.map(key => [key, decode(value[key])]));
}

function encode(value) {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } };
  if (Array.isArray(value)) return value.map(item => (item === undefined ? null : encode(item)));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, encode(inner)]));
}

function run(test) {
  switch (test.kind) {
    case 'find': {
      let cursor = find(test.docs, test.filter, test.projection ?? {});
      if (test.sort) cursor = cursor.sort(test.sort);
      if (test.skip) cursor = cursor.skip(test.skip);
      if (test.limit) cursor = cursor.limit(test.limit);
      return cursor.all();
    }
    case 'update': {
      if (!test.condition) {
        update(test.doc, test.update);
      } else if (new Query(test.condition).test(test.doc)) {
        update(test.doc, test.update, [], test.condition);
      }
      return [test.doc];
    }
    default:
      return aggregate(test.docs, test.stages, { collectionResolver: () => test.docs });
  }
}

for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n')) {
  if (line === '') continue;
  let result;
  try {
    result = { ok: encode(run(decode(JSON.parse(line)))) };
  } catch (error) {
    result = { error: String(error.message) };
  }
  process.stdout.write(JSON.stringify(result) + '\n');
}
