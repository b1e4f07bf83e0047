import { harden } from '../../src/hardening/harden';
import { Posture } from '../../src/hardening/posture';
import type { Manifest } from '../../src/kubernetes/manifest';
import { NodeAppArmor, Target } from '../../src/kubernetes/target';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import type { FieldValue, Finding } from '../../src/policy/finding';
import type { Rule } from '../../src/policy/rule';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Topic } from '../../src/policy/topic';
import { findingsOf } from './judging';

const rules = BuiltInRules.all();
const validity = rules.filter(({ topic }) => topic === Topic.VALIDITY);

/** The newest Kubernetes, the default one, the last that reads profiles from annotations only, and the oldest. */
const VERSIONS = ['1.37', '1.27', '1.18', '1.13'];

/** Rules whose bad examples have a violation with a value to set. */
const SETTING = [
  'apparmor-profile',
  'drop-all-capabilities',
  'no-admin-access',
  'no-host-namespaces',
  'no-host-process',
  'no-privilege-escalation',
  'no-privileged',
  'no-service-account-token',
  'no-service-links',
  'no-shared-processes',
  'parsec-host-users',
  'parsec-read-only-mount',
  'proc-mount',
  'read-only-host-path',
  'read-only-root-filesystem',
  'root-in-user-namespace',
  'run-as-non-root',
  'seccomp-profile',
  'valid-restart-policy',
  'valid-security-context',
];

/** Rules among them with a field that hardening fills. */
const HARDENED = [
  'apparmor-profile',
  'drop-all-capabilities',
  'no-privilege-escalation',
  'no-service-account-token',
  'no-service-links',
  'read-only-root-filesystem',
  'root-in-user-namespace',
  'run-as-non-root',
  'seccomp-profile',
];

interface Case {
  readonly rule: Rule;
  readonly version: string;
  readonly values: ReadonlyArray<unknown>;
  readonly finding: Finding;
  readonly set: FieldValue;
}

/** Every finding of a rule in its own bad examples that has a value to set. */
function casesOf(rule: Rule): Case[] {
  return VERSIONS.flatMap((version) =>
    rule.examples.bad.flatMap((yaml) => {
      const values = readYamlDocuments(yaml);
      return findingsOf([rule], documentsOf(values), version).flatMap((finding) =>
        finding.set === undefined ? [] : [{ rule, version, values, finding, set: finding.set }],
      );
    }),
  );
}

const cases = rules.flatMap(casesOf);

test('the rules that propose a value are these', () => {
  expect([...new Set(cases.map(({ rule }) => rule.id))].sort()).toEqual(SETTING);
});

describe.each(SETTING.map((id) => [id]))('a value that %s proposes', (id) => {
  const own = cases.filter(({ rule }) => rule.id === id);

  test('fixes the finding, and brings no other of the rule', () => {
    for (const { rule, version, values, finding, set } of own) {
      const before = placesOf(findingsOf([rule], documentsOf(values), version));
      const after = placesOf(findingsOf([rule], documentsOf(withSet(values, finding, set)), version));
      expect(before).toContain(placeOf(finding));
      expect(after).not.toContain(placeOf(finding));
      expect(after.filter((place) => !before.includes(place))).toEqual([]);
    }
  });

  test('keeps the object valid', () => {
    for (const { version, values, finding, set } of own) {
      const before = placesOf(findingsOf(validity, documentsOf(values), version));
      const after = placesOf(findingsOf(validity, documentsOf(withSet(values, finding, set)), version));
      expect(after.filter((place) => !before.includes(place))).toEqual([]);
    }
  });
});

describe('hardening', () => {
  const posture = new Posture({ userNamespaces: true, strictSupplementalGroups: true });

  /** Values that hardening writes into fields of the case, which were unset. */
  const filled = ({ version, values, finding, set }: Case): unknown[] => {
    const target = Target.kubernetes(version, { appArmor: NodeAppArmor.YES });
    const before = values[finding.document] as Manifest;
    const after = harden(before, posture, target);
    return [set.path, ofPod(set.path)]
      .filter((path) => valueAt(before, path) === undefined)
      .map((path) => valueAt(after, path))
      .filter((value) => value !== undefined);
  };

  test('fills fields of these rules', () => {
    const ids = cases.filter((each) => filled(each).length > 0).map(({ rule }) => rule.id);
    expect([...new Set(ids)].sort()).toEqual(HARDENED);
  });

  test.each(HARDENED.map((id) => [id]))('fills the value that %s proposes', (id) => {
    for (const each of cases.filter(({ rule }) => rule.id === id))
      for (const value of filled(each)) expect(value).toEqual(each.set.value);
  });
});

test('a value is not proposed where the API server or the kubelet would reject it', () => {
  const setsOf = (id: string, spec: object): unknown[] =>
    findingsOf([BuiltInRules.named(id)], documentsOf([{ apiVersion: 'v1', kind: 'Pod', spec }])).map(({ set }) => set);
  const container = (securityContext: object): object => ({ containers: [{ name: 'a', securityContext }] });

  expect(setsOf('no-privilege-escalation', container({ privileged: true }))).toEqual([undefined]);
  expect(setsOf('no-privilege-escalation', container({ capabilities: { add: ['SYS_ADMIN'] } }))).toEqual([undefined]);
  expect(setsOf('run-as-non-root', container({ runAsUser: 0 }))).toEqual([undefined]);
  expect(
    setsOf('run-as-non-root', { ...container({ runAsUser: 0 }), securityContext: { runAsNonRoot: false } }),
  ).toEqual([undefined, undefined]);
  expect(setsOf('root-in-user-namespace', container({ runAsUser: 0, runAsGroup: 70_000 }))).toEqual([undefined]);
});

test('what a user changes in a finding changes no other finding', () => {
  const rule = BuiltInRules.named('drop-all-capabilities');
  const yaml = rule.examples.bad[0]!;
  (findingsOf([rule], yaml)[0]?.set?.value as string[]).push('NET_ADMIN');
  expect(findingsOf([rule], yaml)[0]?.set?.value).toEqual(['ALL']);
});

function documentsOf(values: ReadonlyArray<unknown>): ManifestDocument[] {
  return values.map((value, document) => new ManifestDocument({ value, document }));
}

function placeOf({ rule, document, container = '', path }: Finding): string {
  return [rule, document, container, path].join(' ');
}

function placesOf(findings: ReadonlyArray<Finding>): string[] {
  return findings.map(placeOf);
}

/** Documents in which the field of a finding has a value. */
function withSet(values: ReadonlyArray<unknown>, { document }: Finding, { path, value }: FieldValue): unknown[] {
  const changed = structuredClone([...values]);
  const steps = stepsOf(path);
  const last = steps.pop() ?? '';
  let holder = changed[document] as Record<string, unknown>;
  for (const step of steps) holder = (holder[step] ??= {}) as Record<string, unknown>;
  holder[last] = value;
  return changed;
}

function valueAt(value: unknown, path: string): unknown {
  return stepsOf(path).reduce<any>((each, step) => each?.[step], value);
}

function stepsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** The field of the pod that counts for a container without its own. */
function ofPod(path: string): string {
  return path.replace(/\/(containers|initContainers)\/\d+\/securityContext\//, '/securityContext/');
}
