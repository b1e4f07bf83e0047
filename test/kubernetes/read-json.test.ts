import { JsonError, MAX_JSON_DEPTH, readJson, readJsonObject } from '../../src/kubernetes/read-json';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test('reads JSON up to the maximum depth', () => {
  expect(readJson('{"a":[1,"\\"[[{"]}')).toEqual({ a: [1, '"[[{'] });
  expect(() => readJson(nested(MAX_JSON_DEPTH))).not.toThrow();
  expect(() => readJson(nested(MAX_JSON_DEPTH + 1))).toThrow('is nested deeper than 100 levels, the limit');
  expect(() => readJson('{"a":'.repeat(1_000_000))).toThrow(JsonError);
});

test('counts only brackets outside strings', () => {
  expect(readJson(JSON.stringify('['.repeat(200)))).toBe('['.repeat(200));
  expect(readJson(JSON.stringify(`"${'['.repeat(200)}`))).toHaveLength(201);
  expect(readJson(`["\\\\",${nested(MAX_JSON_DEPTH - 1)}]`)).toHaveLength(2);
  expect(() => readJson(`["\\\\",${nested(MAX_JSON_DEPTH)}]`)).toThrow('deeper');
  expect(readJson(`[${'[],'.repeat(500)}[]]`)).toHaveLength(501);
});

test('rejects a text that is not JSON, or not an object', () => {
  expect(() => readJson('{')).toThrow(/^is not JSON: /);
  expect(() => readJson('')).toThrow(JsonError);
  for (const text of ['null', '1', '"a"', '[]', 'true'])
    expect(() => readJsonObject(text)).toThrow('must be a JSON object');
  expect(readJsonObject('{"__proto__":{"a":1}}')).not.toHaveProperty('a');
});
