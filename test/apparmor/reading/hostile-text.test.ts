import { parseAppArmor } from '../../../src/apparmor/apparmor-file';
import { runs } from '../../exhaustive';
import { error, inProfile } from './texts';

describe('a hostile text', () => {
  const MB = runs(1, 4) * 256 * 1024;
  const THOUSAND = runs(250, 1000);

  test('with NUL is rejected at its place', () => {
    expect(error('profile x {\n  /a\0b r,\n}')).toMatchObject({ line: 2, column: 5 });
  });

  test.each([
    ['profile x {\n  "/a\n  file," r,\n}', 2, 3],
    ['profile "x\n" {\n}', 1, 9],
    ['profile x\ny {\n}', 2, 1],
    ['@{x}="a\nb"', 1, 6],
    ['include <a\nb>', 1, 9],
    ['profile x {\n  signal peer="a\n", file,\n}', 2, 15],
  ])('with a line break in a word is rejected: %j', (text, line, column) => {
    expect(error(text)).toMatchObject({ line, column });
  });

  test('with unbalanced or too many nested braces is rejected', () => {
    expect(error(`profile x ${'{'.repeat(100_000)}`).reason).toMatch(/nested deeper than 64 levels/);
    expect(error(`profile x { ${'if defined ${a} { '.repeat(100_000)}`).reason).toMatch(/nested deeper/);
    const chain = `${'if defined ${a} { } else '.repeat(100_000)}{ }`;
    expect(error(`profile x { ${chain} }`).reason).toMatch(/nested deeper/);
    expect(error(inProfile(`/${'{a,'.repeat(100_000)}b r,`)).reason).toMatch(/nested deeper than 49 levels/);
    expect(error(inProfile('}')).reason).toMatch(/\} has no matching \{/);
  });

  // a reader with quadratic work does not finish a text of this length within the time of a test
  test.each<[string, string]>([
    ['rules', `profile x {\n${'  /usr/lib/*.so mr,\n'.repeat(50 * THOUSAND)}}\n`],
    ['one word', inProfile(`/${'a'.repeat(10 * MB)} r,`)],
    ['commas in one word', inProfile(`/${'a,'.repeat(MB / 2)}a r,`)],
    ['comments', `${'# x\n'.repeat(MB / 4)}profile x {\n}\n`],
    ['blank', `${' '.repeat(10 * MB)}profile x {\n}\n`],
    ['empty lines', `${'\n'.repeat(10 * MB)}profile x {\n}\n`],
    ['values', `@{x}=${'/a '.repeat(MB / 3)}\n`],
    ['list items', inProfile(`signal set=(${'kill,'.repeat(MB / 5)}) peer=a,`)],
    ['profiles', 'profile x {\n}\n'.repeat(50 * THOUSAND)],
    ['includes', `profile x {\n${'  include if exists <x>\n'.repeat(40 * THOUSAND)}}\n`],
  ])('of megabytes of %s is read in one pass', (_, text) => {
    expect(parseAppArmor(text).render().length).toBeGreaterThan(10);
  });

  test('of megabytes without an end is rejected at its place', () => {
    expect(error(inProfile(`"${'a'.repeat(10 * MB)}`)).line).toBe(2);
    expect(error(`profile x {\n${'signal (kill '.repeat(MB)}`).line).toBe(2);
    expect(error('('.repeat(10 * MB)).line).toBe(1);
  });

  test.each(['@{cons=@{\\', '@{a}=\\', 'profile a { /x\\'])('that ends after a backslash is rejected: %s', (text) => {
    expect(error(text).line).toBe(1);
  });
});
