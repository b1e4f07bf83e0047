import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { PolicyEngine } from '../../src/policy/engine';
import type { Finding } from '../../src/policy/finding';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Pack } from '../../src/policy/pack';
import { exhaustive, some } from '../exhaustive';
import { documents, findingsOf, refusals } from './judging';
import { PODS } from './pod-security/pods';

test('lists the packs of the library, starting with the default', () => {
  expect(BuiltInPacks.all().map((pack) => pack.name)).toEqual([
    'edge',
    'pss-baseline',
    'pss-restricted',
    'nist-800-190',
    'cis',
    'nsa-cisa',
  ]);
  expect(new PolicyEngine().packs).toEqual([BuiltInPacks.edge()]);
});

test('the edge pack contains every rule except one that only repeats another, which no pack contains', () => {
  const missing = BuiltInRules.all().filter((rule) => !BuiltInPacks.edge().rules.includes(rule));
  expect(missing.map(({ id }) => id)).toEqual(['linux-hardening']);
  for (const pack of BuiltInPacks.all()) expect(pack.rules).not.toContain(missing[0]);
});

test.each(BuiltInPacks.all().map(({ name }) => name))('one weakness of a pod is one finding of %s', (pack) => {
  const yaml =
    '{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n}, spec: {containers: [{name: a, image: x}]}}';
  const { findings } = new PolicyEngine({ packs: [BuiltInPacks.named(pack)], kubernetes: '1.30' }).check(
    documents(yaml),
  );
  const unset = findings.filter(({ message }) => /seccomp/.test(message));
  expect(unset.map(({ rule }) => rule)).toEqual(pack === 'pss-baseline' ? [] : ['seccomp-profile']);
});

test.each(some(['1.10', '1.18', '1.19', '1.24', '1.25', 'latest'], 3))(
  'seccomp-profile finds each container that linux-hardening finds, in %s',
  (kubernetes) => {
    const containersOf = (id: string, yaml: string): (string | undefined)[] =>
      findingsOf([BuiltInRules.named(id)], yaml, kubernetes).map(({ container }) => container);
    const seccomp = ['', 'seccompProfile: {}', 'seccompProfile: {type: RuntimeDefault}'];
    const others = [
      'capabilities: {drop: [ALL]}',
      'capabilities: {drop: []}',
      'appArmorProfile: {}',
      'runAsNonRoot: true',
    ];
    const annotation = 'seccomp.security.alpha.kubernetes.io/pod: ""';
    let count = 0;
    for (const os of ['', 'os: {name: windows},'])
      for (const annotations of ['', annotation])
        for (const ofPod of seccomp)
          for (const ofContainer of [...seccomp, ...others]) {
            const yaml = `{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {${annotations}}}, spec: {${os} securityContext: {${ofPod}}, containers: [{name: a, securityContext: {${ofContainer}}}]}}`;
            const found = containersOf('linux-hardening', yaml);
            count += found.length;
            if (found.length > 0)
              expect([yaml, containersOf('seccomp-profile', yaml)]).toEqual([yaml, expect.arrayContaining(found)]);
          }
    expect(count).toBeGreaterThan(0);
  },
);

test('rejects an unknown pack', () => {
  expect(() => BuiltInPacks.named('unknown')).toThrow(
    'pack must be one of edge, pss-baseline, pss-restricted, nist-800-190, cis, nsa-cisa, got "unknown"',
  );
});

const judged = (pack: string, pod: object, kubernetes: string): Finding[] =>
  new PolicyEngine({ packs: [BuiltInPacks.named(pack)], kubernetes }).check([
    new ManifestDocument({ value: { apiVersion: 'v1', kind: 'Pod', ...pod } }),
  ]).findings;

/** Versions directly before and after each change of the standard. */
const VERSIONS = [0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 27, 29, 31, 32, 34, 35, 37].map((minor) => `1.${minor}`);

describe.each(['baseline', 'restricted'] as const)('pss-%s', (level) => {
  test.each(VERSIONS.map((version, turn) => [version, turn] as const))(
    'finds in every pod exactly what the checks of upstream reject in %s',
    (version, turn) => {
      // by default, each version has a third of the pods, in turn
      const pods = Object.entries(PODS).filter((_, i) => exhaustive || (i + turn) % 3 === 0);
      const manifests = pods.map(
        ([, pod], document) => new ManifestDocument({ value: { apiVersion: 'v1', kind: 'Pod', ...pod }, document }),
      );
      const checks = (ids: (string | undefined)[]): string[] => [...new Set(ids.map(String))].sort();
      const { findings } = new PolicyEngine({ packs: [BuiltInPacks.named(`pss-${level}`)], kubernetes: version }).check(
        manifests,
      );
      for (const [i, [name, pod]] of pods.entries()) {
        const found = findings.filter(({ document }) => document === i);
        expect([name, ...checks(found.map((f) => f.check))]).toEqual([
          name,
          ...checks(refusals(level, version, pod).map((r) => r.check)),
        ]);
      }
      expect(findings.filter((f) => !['high', 'critical'].includes(f.severity))).toEqual([]);
    },
  );
});

test('the edge pack finds everything that either level rejects, with the id of the check, restricted first', () => {
  for (const pod of Object.values(PODS)) {
    const places = (pack: string): string[] =>
      judged(pack, pod, '1.30')
        .filter((f) => f.check !== undefined)
        .map((f) => `${f.rule} ${f.check} ${f.path}`)
        .sort();
    const restricted = places('pss-restricted');
    // upstream's restricted accepts fields of a Windows pod that its baseline rejects
    const isShown = (place: string): boolean => restricted.some((each) => each.split(' ')[2] === place.split(' ')[2]);
    expect(places('edge')).toEqual([...restricted, ...places('pss-baseline').filter((each) => !isShown(each))].sort());
  }
});

test('the check of restricted replaces the one of baseline', () => {
  const packs = ['pss-baseline', 'pss-restricted'].map((name) => BuiltInPacks.named(name));
  const yaml = 'apiVersion: v1\nkind: Pod\nspec: {containers: [], volumes: [{name: v, hostPath: {path: /}}]}';
  expect(new PolicyEngine({ packs }).check(documents(yaml)).findings.map((f) => f.check)).toEqual([
    'restrictedVolumes',
  ]);
});

test.each([
  [
    'a name that is not a slug',
    { name: 'Own', title: 'own', rules: BuiltInRules.all() },
    'name must be a lower-case slug',
  ],
  ['no rules', { name: 'own', title: 'own', rules: [] }, 'rules must not be empty'],
])('rejects a pack with %s', (_, props, message) => {
  expect(() => new Pack(props)).toThrow(message);
});
