import fc from 'fast-check';
import { repairedText } from '../../../src/compose/pod-skeleton/known-slips';

const keysOf = (text: string): string[] => repairedText(text).slips.map(({ key }) => key);

test('repairs the slips of the printed skeleton, and keeps the lines', () => {
  const text = '{\n"a": [{"resources": {"cpu": "1"}\n"b": 2},],\n"c": 3,\n}\n}\n';
  const { text: repaired, slips } = repairedText(text);
  expect(JSON.parse(repaired)).toEqual({ a: [{ resources: { cpu: '1' }, b: 2 }], c: 3 });
  expect(repaired.split('\n')).toHaveLength(text.split('\n').length);
  expect(slips.map(({ key, isUnreadable }) => [key, isUnreadable])).toEqual([
    ['a[0].resources', true],
    ['a[0]', false],
    ['c', false],
    ['c', true],
  ]);
  expect(slips.map(({ offset }) => text.slice(0, offset).split('\n').length)).toEqual([2, 3, 4, 6]);
});

test.each([
  ['a comma that is missing after another member', '{"image": "a" "b": 1}'],
  ['a comma that is missing in a list', '["resources" "b"]'],
  ['a second brace too many', '{"a": 1}}}'],
  ['a bracket too many', '[1]]'],
  ['a brace after a list', '[1]}'],
  ['text after the last brace', '{"a": 1}} x'],
  ['a comma without a value before it', '{"a": [,]}'],
  ['a colon that is missing', '{"resources" {"cpu": 1} "b": 1}'],
  ['a text that does not end', '{"a": "b'],
])('does not repair %s', (_, text) => {
  expect(() => JSON.parse(repairedText(text).text) as unknown).toThrow();
});

test('does not read what is in texts', () => {
  const text = JSON.stringify({ resources: '{"a": 1,}', b: ['",]', '}\\'] });
  expect(repairedText(text)).toEqual({ text, slips: [] });
});

test('JSON remains as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(repairedText(text)).toEqual({ text, slips: [] });
    }),
  );
});

test('each comma after a last item is one slip', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 1);
      // the writer ends the lines before a closing bracket without a comma
      const sloppy = text.replace(/\n(?= *[}\]],?$)/gm, ',\n');
      const { text: repaired, slips } = repairedText(sloppy);
      expect(JSON.parse(repaired)).toEqual(JSON.parse(text));
      expect(slips).toHaveLength(sloppy.length - text.length);
    }),
  );
});

test('reads many braces in linear time', () => {
  expect(keysOf('}'.repeat(300_000))).toEqual([]);
  expect(keysOf(`{"a": 1}${' '.repeat(300_000)}}`)).toEqual(['a']);
});
