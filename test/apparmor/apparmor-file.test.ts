import { parseAppArmor } from '../../src/apparmor/apparmor-file';
import { DbusRule } from '../../src/apparmor/rules/dbus-rule';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { ParsedBlock } from '../../src/apparmor/statements/parsed-block';
import { ParsedComment } from '../../src/apparmor/statements/parsed-comment';
import { ParsedCondition } from '../../src/apparmor/statements/parsed-condition';
import { ParsedVariable } from '../../src/apparmor/statements/parsed-variable';
import { inProfile } from './reading/texts';

describe('a file that was read', () => {
  const text = `# of the file

# of the abi
abi <abi/3.0>, # behind it
@{D}=/d/
@{D}+=/e/

profile web /usr/bin/web flags=(complain) {
  # of two rules
  /a r, # behind the first
  /b r,

  owner {
    /c r,
  }
  if defined \${x} {
    dbus bus=system,
  } else {
    /e r,
  }

  # of the child
  profile sub {
    /f r,
  }
  # of nothing
}
`;
  const file = parseAppArmor(text, 'web.profile');
  const [web] = file.profiles;

  test('is written back without changes', () => {
    expect(file.render()).toBe(text);
  });

  test('has lines, names and flags', () => {
    expect(web).toMatchObject({
      name: 'web',
      fullName: 'web',
      line: 8,
      column: 1,
      attachment: '/usr/bin/web',
      flags: ['complain'],
      hat: false,
    });
    expect(web?.children.map(({ fullName, line }) => [fullName, line])).toEqual([['web//sub', 23]]);
    expect(web?.rules.map(({ rule, line }) => [rule.render(), line])).toEqual([
      ['/a r,', 10],
      ['/b r,', 11],
      ['/c r,', 14],
      ['dbus bus=system,', 17],
      ['/e r,', 19],
    ]);
    expect(file.preamble.map(({ line }) => line)).toEqual([1, 4, 5, 6]);
  });

  test('keeps comments before a rule, after a rule, for several rules, and of no rule', () => {
    const [first, second, third] = web?.rules ?? [];
    expect(first).toMatchObject({ comment: 'of two rules', trailingComment: 'behind the first' });
    expect([second?.comment, second?.rule.comment, third?.rule.comment]).toEqual([
      undefined,
      'of two rules',
      undefined,
    ]);
    expect(file.preamble[0]).toBeInstanceOf(ParsedComment);
    expect(file.preamble[1]).toMatchObject({ comment: 'of the abi', trailingComment: 'behind it' });
    expect(web?.statements.at(-1)).toMatchObject({ text: 'of nothing' });
    expect(parseAppArmor(inProfile('/a # why\n r,')).render()).toBe(inProfile('# why\n  /a r,'));
  });

  test('can be converted to a typed profile', () => {
    expect(web?.rules.map(({ rule }) => rule.constructor)).toEqual([FileRule, FileRule, FileRule, DbusRule, FileRule]);
    expect(web?.statements.filter((each) => each instanceof ParsedBlock)).toMatchObject([
      { owner: true, audit: false },
    ]);
    expect(web?.statements.filter((each) => each instanceof ParsedCondition)).toMatchObject([{ test: 'defined ${x}' }]);
    expect(file.preamble.filter((each) => each instanceof ParsedVariable)).toMatchObject([
      { name: 'D', values: ['/d/'], adds: false },
      { name: 'D', values: ['/e/'], adds: true },
    ]);
  });

  test('has parts that a typed profile does not support, which the error lists with their lines', () => {
    expect(() => file.toProfile()).toThrow(
      /attachment "\/usr\/bin\/web" is not supported[^]*line 13: owner \{ is not supported[^]*line 16: if defined/,
    );
    const odd = 'include <tunables/global>\nprofile x {\n  /a//b r,\n  /c px -> &d,\n  include <local/x>\n}\n';
    expect(() => parseAppArmor(odd).toProfile()).toThrow(/line 5: include: "local\/x" must be an abstraction/);
    expect(() => parseAppArmor(odd.replace('  include <local/x>\n', '')).toProfile('x')).toThrow(/contains \/\//);
    expect(() => parseAppArmor('profile a {}\nprofile b {}').toProfile()).toThrow(
      /name of one profile, got undefined: the file contains "a", "b"/,
    );
  });
});
