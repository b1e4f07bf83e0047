import * as fc from 'fast-check';
import { AppArmorFile, parseAppArmor } from '../../src/apparmor/apparmor-file';
import { parseGlob } from '../../src/apparmor/glob/glob';
import { AppArmorParserVersion } from '../../src/apparmor/parser-version';
import { AppArmorProfile } from '../../src/apparmor/profile';
import type { AppArmorRule } from '../../src/apparmor/rule';
import { AppArmorIoUringAccess, IoUringRule } from '../../src/apparmor/rules/io-uring-rule';
import { AllRule } from '../../src/apparmor/rules/all-rule';
import { AppArmorMqueueAccess, AppArmorMqueueType, MqueueRule } from '../../src/apparmor/rules/mqueue-rule';
import { AppArmorNetworkAccess, AppArmorSocketFamily, NetworkRule } from '../../src/apparmor/rules/network-rule';
import { UsernsRule } from '../../src/apparmor/rules/userns-rule';
import { runs } from '../exhaustive';
import { parser } from './apparmor-parser';
import { assembled, made, path } from './models';

const seed = 20261125;
const models = assembled(runs(100, 5000), seed);

test('profiles of every shape are read back without changes', () => {
  const changed = models.flatMap((model) => {
    const back = parseAppArmor(model.render()).toProfile();
    return back.render() === model.render() ? [] : [[model.render(), back.render()]];
  });
  expect(changed).toEqual([]);
});

test('rules of profiles are read back with every field', () => {
  expect(models.filter(({ rules }) => rules.length === 3).length).toBeGreaterThan(models.length / 2);
  for (const model of models) {
    const back = parseAppArmor(model.render()).toProfile();
    const children = new Map(back.children.map((child) => [child.name, child.rules]));
    expect(fieldsOf(back.rules)).toEqual(fieldsOf(model.rules));
    for (const child of model.children) expect(fieldsOf(children.get(child.name) ?? [])).toEqual(fieldsOf(child.rules));
    expect([...back.flags].sort()).toEqual([...model.flags].sort());
    expect(back.abi).toBe(model.abi);
  }
});

test(
  'the parser accepts profiles of every shape',
  parser.needed(() => expect(parser.firstRefusal(models.map((model) => model.render()))).toBeUndefined()),
  600_000,
);

const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const some = <T extends string>(words: { readonly [key: string]: T }): fc.Arbitrary<T[] | undefined> =>
  optional(fc.uniqueArray(fc.constantFrom(...Object.values(words)), { minLength: 1, maxLength: 3 }));
const port = optional(fc.tuple(fc.nat(65535), fc.nat(65535)).map(([a, b]) => (a < b ? `${a}-${b}` : `${a}`)));
const address = optional(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('none')));
const common = {
  deny: fc.boolean(),
  audit: fc.boolean(),
  priority: optional(fc.integer({ min: -1000, max: 1000 })),
};
const later: fc.Arbitrary<AppArmorRule> = fc.oneof(
  made(fc.record(common), (p) => new AllRule(p)),
  made(fc.record(common), (p) => new UsernsRule(p)),
  made(fc.record({ ...common, access: some(AppArmorIoUringAccess), label: optional(path) }), (p) => new IoUringRule(p)),
  made(
    fc.record({
      ...common,
      access: some(AppArmorMqueueAccess),
      type: optional(fc.constantFrom(...Object.values(AppArmorMqueueType))),
      name: optional(fc.oneof(path, fc.nat().map(String))),
      label: optional(path),
    }),
    (p) => new MqueueRule(p),
  ),
  made(
    fc.record({
      ...common,
      access: some(AppArmorNetworkAccess),
      family: fc.constantFrom(AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6),
      address,
      port,
      peerAddress: address,
      peerPort: port,
    }),
    (p) => new NetworkRule(p),
  ),
);

test('rules of AppArmor 4.1 are read back with every field', () => {
  const parserVersion = AppArmorParserVersion.V4_1;
  fc.assert(
    fc.property(fc.array(later, { maxLength: 5 }), (rules) => {
      const model = new AppArmorProfile({ name: 'x', parserVersion, variables: { DATA: ['/d/'] }, rules });
      const back = AppArmorFile.parse(model.render(), { parserVersion }).toProfile();
      expect(back.render()).toBe(model.render());
      expect(fieldsOf(back.rules)).toEqual(fieldsOf(model.rules));
    }),
    { seed, numRuns: models.length / 5 },
  );
});

/** Fields of rules, in the order of their text and each once. Texts that are the same glob are equal. */
function fieldsOf(rules: ReadonlyArray<AppArmorRule>): unknown[] {
  const byText = new Map(rules.map((rule) => [rule.render(), rule]));
  return [...byText.keys()].sort().map((text) => {
    const fields = Object.entries(byText.get(text) ?? {}).filter(([key]) => key !== 'comment' && key !== '_unfit');
    return canonical(Object.fromEntries(fields));
  });
}

function canonical(value: unknown): unknown {
  if (typeof value === 'string') {
    const result = parseGlob(value);
    return 'glob' in result ? result.glob : value;
  }
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, canonical(inner)]));
}
