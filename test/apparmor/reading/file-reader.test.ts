import { AppArmorFile, parseAppArmor } from '../../../src/apparmor/apparmor-file';
import { AppArmorParserVersion } from '../../../src/apparmor/parser-version';
import { parser } from '../apparmor-parser';
import { error, expectSamePolicy } from './texts';

/** Whole files in the forms that the parser accepts, and as they are written back. */
const FILES: ReadonlyArray<readonly [string, string]> = [
  ['', ''],
  ['# x\n', '# x\n'],
  ['/usr/bin/x { /a r, }', 'profile /usr/bin/x {\n  /a r,\n}\n'],
  ['"/usr/bin/x y" flags = (complain){}', 'profile "/usr/bin/x y" flags=(complain) {\n}\n'],
  [':ns:x {}', 'profile :ns:x {\n}\n'],
  ['hat x {} profile y {}', 'hat x {\n}\nprofile y {\n}\n'],
  ['profile x\n /a\n flags=(complain)\n{\r\n/b r,\r\n}\r\n', 'profile x /a flags=(complain) {\n  /b r,\n}\n'],
  [
    '@{x}=/a "/b c" ""\n@x += /d\nprofile x { @{x}/e r, }',
    '@{x}=/a "/b c" ""\n@{x}+=/d\nprofile x {\n  @{x}/e r,\n}\n',
  ],
  ['@{x}=a b=c\nprofile x { /@{x} r, }', '@{x}=a "b=c"\nprofile x {\n  /@{x} r,\n}\n'],
  ['@{x}=/q #c\nprofile x { @{x} r, }', '@{x}=/q "#c"\nprofile x {\n  @{x} r,\n}\n'],
  ['${b} = TRUE\nprofile x { if ${b} { /a r, } }', '${b}=true\nprofile x {\n  if ${b} {\n    /a r,\n  }\n}\n'],
  ['$b=false\nprofile x { if not $b { /a r, } }', '${b}=false\nprofile x {\n  if not ${b} {\n    /a r,\n  }\n}\n'],
  ['alias "/a b" -> /b,\nprofile x { "/a b/c" r, }', 'alias "/a b" -> /b,\nprofile x {\n  "/a b/c" r,\n}\n'],
  ['abi "/etc/apparmor.d/abi/3.0" ,\nprofile x {}', 'abi "/etc/apparmor.d/abi/3.0",\nprofile x {\n}\n'],
  ['#include <tunables/global>\nprofile x {}', 'include <tunables/global>\nprofile x {\n}\n'],
];

test.each(FILES)('the file %j is written back as %j', (text, back) => {
  expect(parseAppArmor(text).render()).toBe(back);
  expect(parseAppArmor(back).render()).toBe(back);
});

test('files in any accepted form compile to the same policy after they are written back', async () => {
  if (!parser.present) return parser.needed(() => undefined)();
  await expectSamePolicy(FILES.map(([text]) => text));
}, 60_000);

test.each<[string, RegExp]>([
  ['x { }', /only a name that is a path can omit "profile"/],
  ['/a r,', /a rule on files|is missing|needs "\{" here/],
  ['profile x { /a r, }\n}', /\} has no matching \{/],
  ['profile x { /a r,', /is not closed: \} is missing/],
  ['profile x{ }', /must be separated from \{ by a space/],
  ['profile x /a /b { }', /needs "\{" here/],
  ['profile x flags=(audit) xattrs=(a=b) { }', /needs "\{" here/],
  ['{ }', /a profile must start with "profile NAME \{"/],
  ['capability chown,', /a rule must be in a profile/],
  ['profile x { }\n@{x}=/a', /before the first profile/],
  ['@{x}=\nprofile x { }', /has no value: write ""/],
  ['@{x}=/a,\nprofile x { }', /cannot have a comma after its values/],
  ['@{x}=/a\n@{x}=/b', /declared twice/],
  ['${b}=yes', /a boolean variable must be/],
  ['${b}=true # c', /one value/],
  ['${b}=true\n${b}=false', /declared twice/],
  ['alias a -> b,', /an alias must be/],
  ['alias @{x} -> /b,', /an alias must be/],
])('rejects the file %j, as the parser does', (text, message) => {
  expect(error(text).reason).toMatch(message);
  if (parser.present) expect(parser.compiles(`${text}\n`)).toBe(false);
});

test('an error contains the file, the line and the column', () => {
  const { message, file, line, column } = error('profile x {\n  /a r,\n  /é network foo,\n}\n');
  expect([file, line, column]).toEqual(['f', 3, 6]);
  expect(message).toMatch(/^f:3:6: a rule on files needs permissions/);
});

test('from AppArmor 4.0 on, a comment can follow the values of a variable', () => {
  const file = AppArmorFile.parse('@{x}=/q # c\n', { parserVersion: AppArmorParserVersion.V4_0 });
  const [variable] = file.statements;
  expect(variable).toMatchObject({ name: 'x', values: ['/q'], trailingComment: 'c' });
});
