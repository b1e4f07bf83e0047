import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { includeCycles } from '../../src/apparmor/include-cycle';

const file = (name: string, text: string): AppArmorFile => AppArmorFile.recognize(text, { file: name });
const messages = (files: { readonly [name: string]: string }): string[] =>
  includeCycles(Object.entries(files).map(([name, text]) => file(name, text))).map(({ message }) => message);

test('an error about a file that includes itself has the place of the include', () => {
  expect(messages({ 'd/x': 'profile x {\n  include <d/x>\n}\n' })).toEqual([
    'd/x:2:3: includes itself: d/x includes d/x',
  ]);
  expect(messages({ x: 'profile x {\n  include "/etc/apparmor.d/x"\n}\n' })).toHaveLength(1);
  expect(messages({ x: 'profile x {\n  include "./x"\n}\n' })).toHaveLength(1);
});

test('a cycle of several files is one error, with all files of the cycle', () => {
  expect(
    messages({
      '/p/web': 'profile web {\n  include <abstractions/a>\n}\n',
      '/p/abstractions/a': 'include <abstractions/b>\n/a r,\n',
      '/p/abstractions/b': '/b r,\n  include if exists <abstractions/a>\n',
    }),
  ).toEqual([
    '/p/abstractions/b:2:3: includes itself: /p/abstractions/a includes /p/abstractions/b includes /p/abstractions/a',
  ]);
});

test('an include in a child, a block or a condition counts, and an include of a folder refers to the files in it', () => {
  for (const body of ['profile c { include <l.d> }', 'owner { include <l.d> }', 'if defined @{A} { include <l.d> }'])
    expect(messages({ 'l.d/web': `profile web {\n  ${body}\n}\n` })).toHaveLength(1);
});

test('a file that is included twice, or that was not given, is not a cycle', () => {
  expect(
    messages({
      web: 'profile web {\n  include <a>\n  include <b>\n  include <missing>\n}\n',
      a: 'include <c>\n',
      b: 'include <c>\n',
      c: '/c r,\n',
    }),
  ).toEqual([]);
});

test('two cycles through one file are two errors', () => {
  expect(messages({ a: 'include <b>\ninclude <c>\n', b: 'include <a>\n', c: 'include <a>\n' })).toHaveLength(2);
});

test('follows a chain of thousands of includes to the end', () => {
  const chain = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, `include <f${i + 1}>\n`]));
  expect(messages(chain)).toEqual([]);
  const [message] = messages({ ...chain, f5000: 'include <f0>\n' });
  expect(message).toMatch(/^f5000:1:1: includes itself: f0 includes .* \(4995 more\) includes f0$/);
});

test('recognizes a text of rules that profiles include, and reports an error at the farthest place', () => {
  expect(file('a', '/a r,\n').render()).toBe('/a r,\n');
  expect(file('a', 'profile x {\n}\n').profiles).toHaveLength(1);
  expect(() => file('a', '/a r,\n/b r,\nnonsense here,\n')).toThrow(/^a:3:1: no rule starts with "nonsense"/);
  expect(() => file('a', 'profile x {\n  nonsense here,\n}\n')).toThrow(/^a:2:3: /);
});
