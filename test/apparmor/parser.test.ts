import * as fc from 'fast-check';
import { AppArmorInclude } from '../../src/apparmor/include';
import { AppArmorPath } from '../../src/apparmor/path';
import { AppArmorProfile } from '../../src/apparmor/profile';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { AppArmorExec } from '../../src/apparmor/rules/exec-transition';
import { InputError } from '../../src/diagnostics/input-error';
import { made, profile, rules } from './models';
import { parser } from './apparmor-parser';
import { codePoint } from '../code-point';
import { runs, some } from '../exhaustive';

const seed = 20240601;

describe('apparmor_parser 3.0.8', () => {
  test(
    'compiles every profile that the model accepts',
    parser.needed(() => {
      const texts = fc.sample(profile, { seed, numRuns: runs(8, 120) }).map((p) => p.render());
      expect(parser.firstRefusal(texts)).toBeUndefined();
    }),
    600_000,
  );

  test.each(Object.keys(rules))(
    'compiles every %s rule that the model accepts',
    (kind) => {
      parser.needed(() => {
        const one = made(
          rules[kind] ?? fc.constant(undefined as never),
          (rule) => new AppArmorProfile({ name: 'x', variables: { DATA: ['/data/'] }, rules: [rule] }),
        );
        const texts = fc.sample(one, { seed, numRuns: runs(8, 60) }).map((p) => p.render());
        expect(parser.firstRefusal(texts)).toBeUndefined();
      })();
    },
    300_000,
  );
});

describe('a literal path', () => {
  const paths = made(
    fc
      .array(
        fc.oneof(
          fc.string({ unit: codePoint, minLength: 1, maxLength: 1 }),
          fc.constantFrom(...'\\"*?[]{},@^#! \\1n'.split('')),
        ),
        { minLength: 1, maxLength: 10 },
      )
      .map((c) => `/${c.join('')}`),
    (text) => ({ text, glob: AppArmorPath.literal(text) }),
  );

  test(
    'matches only its own bytes',
    parser.needed(() => {
      const samples = [
        ...fc.sample(paths, { seed, numRuns: runs(200, 600) }),
        { text: '/ends\\', glob: AppArmorPath.literal('/ends\\') },
      ];
      const blocks = samples.map(
        ({ glob }, i) => `profile p${String(i).padStart(4, '0')} {\n  ${FileRule.allow(glob, 'r').render()}\n}\n`,
      );
      const automata = parser.automata(blocks.join('\n')).split('{1} <==').slice(1);
      expect(automata).toHaveLength(samples.length);
      expect(automata.map(chain)).toEqual(samples.map(({ text }) => Buffer.from(text).toString('hex')));
    }),
    300_000,
  );
});

/** Bytes along an automaton with only one path. */
function chain(automaton: string): string {
  const moves = [...automaton.matchAll(/0x([0-9a-f]{1,2}) -> \{/g)].map((m) => (m[1] ?? '').padStart(2, '0'));
  const states = [...automaton.matchAll(/^\{\d+\} perms:/gm)].length;
  return states <= moves.length + 1 && !/^ {4}\[/m.test(automaton) ? moves.join('') : automaton;
}

describe('two executions', () => {
  const small = fc
    .array(fc.constantFrom('a', 'b', '*', '?', '{a,b}', '{a,b*}', '[ab]', '[^a]', '/', '**'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `/${parts.join('')}`.replace(/\/+/g, '/'));

  test(
    'are rejected by the model exactly if the parser rejects them',
    parser.needed(() => {
      const cases = fc
        .sample(fc.tuple(small, small), { seed, numRuns: runs(20, 120) })
        .filter(([a, b]) => !/\*\*\*/.test(a + b));
      const verdicts = cases.map(([a, b]) => {
        const both = [
          FileRule.allow(a, '', { exec: AppArmorExec.inherit() }),
          FileRule.allow(b, '', { exec: AppArmorExec.profile('web') }),
        ];
        return {
          a,
          b,
          text: `profile x {\n${both.map((rule) => rule.render()).join('\n')}\n}\n`,
          rejected: refuses(() => new AppArmorProfile({ name: 'x', rules: both })),
        };
      });
      const wrong = verdicts.filter(({ text, rejected }) => parser.compiles(text) === rejected);
      expect(
        wrong.map(({ a, b, rejected }) => `${a} ix, ${b} px: ${rejected ? 'rejected here' : 'rejected there'}`),
      ).toEqual([]);
      expect(verdicts.filter(({ rejected }) => rejected).length).toBeGreaterThan(runs(1, 12));
    }),
    300_000,
  );

  test(
    'of the abstractions are part of the model',
    parser.needed(() => {
      const names = [
        'authentication',
        'base',
        'consoles',
        'crypto',
        'kerberosclient',
        'ldapclient',
        'mdns',
        'mysql',
        'nameservice',
        'nss-systemd',
        'openssl',
        'p11-kit',
        'perl',
        'php',
        'private-files',
        'private-files-strict',
        'python',
        'ruby',
        'ssl_certs',
        'ssl_keys',
        'user-tmp',
      ];
      const px = FileRule.allow('/{,**}', '', { exec: AppArmorExec.profile('web') });
      for (const name of some(names, 7)) {
        const include = AppArmorInclude.abstraction(name);
        const text = `include <tunables/global>\nprofile x {\n${include.render()}\n${px.render()}\n}\n`;
        expect([name, refuses(() => new AppArmorProfile({ name: 'x', includes: [include], rules: [px] }))]).toEqual([
          name,
          !parser.compiles(text),
        ]);
      }
    }),
  );
});

function refuses(make: () => unknown): boolean {
  try {
    make();
    return false;
  } catch (e) {
    if (e instanceof InputError) return true;
    throw e;
  }
}
