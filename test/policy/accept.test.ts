import { PolicyEngine, type PolicyEngineProps } from '../../src/policy/engine';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Pack } from '../../src/policy/pack';
import type { PolicyReport } from '../../src/policy/policy-report';
import { ObjectRule } from '../../src/policy/rule';
import { Severity } from '../../src/diagnostics/severity';
import { documents } from './judging';

const REASON = 'the vendor needs it';

interface Annotations {
  /** Of the Deployment. */
  readonly object?: string;
  /** Of its pod template. */
  readonly template?: string;
}

const deployment = ({ object = '[]', template = '[]' }: Annotations): string => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {secure-edge.dev/acknowledge: ${JSON.stringify(object)}}
spec:
  template:
    metadata:
      annotations: {secure-edge.dev/acknowledge: ${JSON.stringify(template)}}
    spec:
      containers:
      - {name: a, image: x, securityContext: {privileged: true}}
      - {name: b, image: x, securityContext: {privileged: true}}
`;

function judged(annotations: Annotations, asOf?: string, rules = ['no-privileged']): PolicyReport {
  const pack = new Pack({ name: 'tried', title: 'tried', rules: rules.map((id) => BuiltInRules.named(id)) });
  return new PolicyEngine({ packs: [pack], ...(asOf !== undefined && { asOf }) }).check(
    documents(deployment(annotations)),
  );
}

const told = (report: PolicyReport): unknown[] =>
  report.findings.map((f) => [f.rule, f.container, f.acknowledged?.reason]);

const FOUND = ['a', 'b'].map((name) => ['no-privileged', name, undefined]);
const ACCEPTED = ['a', 'b'].map((name) => ['no-privileged', name, REASON]);
const NO_PRIVILEGED = `- {rule: no-privileged, reason: ${REASON}}`;

test.each(['object', 'template'])('what the %s acknowledges stays in the report, marked', (holder) => {
  const report = judged({ [holder]: NO_PRIVILEGED });
  expect(told(report)).toEqual(ACCEPTED);
  expect([report.acknowledged, report.count(Severity.CRITICAL), report.failsAt(Severity.LOW)]).toEqual([2, 0, false]);
});

test('one container is acknowledged, and the other stands', () => {
  const report = judged({ object: `- {rule: no-privileged, reason: ${REASON}, container: b}` });
  expect(told(report)).toEqual([FOUND[0], ACCEPTED[1]]);
  expect([report.acknowledged, report.count(Severity.CRITICAL), report.failsAt(Severity.CRITICAL)]).toEqual([
    1,
    1,
    true,
  ]);
});

test('the first of two acknowledgements gives the reason', () => {
  const second = NO_PRIVILEGED.replace(REASON, 'another good reason');
  expect(told(judged({ object: NO_PRIVILEGED, template: second }))).toEqual(ACCEPTED);
});

describe('an acknowledgement that has a last day', () => {
  const until = `- {rule: no-privileged, reason: ${REASON}, until: "2027-02-28"}`;

  test.each(['2026-12-31', '2027-02-28'])('holds on %s', (day) => {
    expect(told(judged({ object: until }, day))).toEqual(ACCEPTED);
  });

  test('holds where no day is given', () => {
    expect(told(judged({ object: until }))).toEqual(ACCEPTED);
  });

  test('accepts nothing on the day after it, and is told', () => {
    const report = judged({ object: until }, '2027-03-01');
    expect(told(report)).toEqual([['expired-acknowledgement', undefined, undefined], ...FOUND]);
    expect(report.findings[0]).toMatchObject({
      path: '/metadata/annotations/secure-edge.dev~1acknowledge',
      message: 'the acknowledgement of no-privileged held until 2027-02-28, and it is 2027-03-01',
      severity: 'medium',
    });
  });
});

describe('an acknowledgement that accepts nothing is found', () => {
  test.each([
    [
      'of a rule that finds nothing',
      '- {rule: no-host-path, reason: it is not needed}',
      'the acknowledgement of no-host-path accepts nothing',
    ],
    [
      'of a rule that there is not',
      '- {rule: no-privilege, reason: it is misspelt}',
      'the acknowledgement of no-privilege accepts nothing',
    ],
    [
      'for a container that there is not',
      '- {rule: no-privileged, reason: it is misspelt, container: c}',
      'the acknowledgement of no-privileged for container c accepts nothing',
    ],
  ])('%s', (_, template, message) => {
    const { findings } = judged({ template }, undefined, ['no-host-path', 'no-privileged']);
    expect(findings.filter((f) => f.rule === 'unused-acknowledgement')).toMatchObject([
      { message, path: '/spec/template/metadata/annotations/secure-edge.dev~1acknowledge', severity: 'medium' },
    ]);
    expect(findings.filter((f) => f.acknowledged)).toEqual([]);
  });

  test('but not for a rule that was not run', () => {
    expect(told(judged({ object: '- {rule: no-host-path, reason: it is not needed}' }))).toEqual(FOUND);
  });

  test('nor for a violation that the pack leaves out', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata:
  annotations: {secure-edge.dev/acknowledge: "- {rule: added-capabilities, reason: it listens on port 80}"}
spec:
  containers: [{name: a, securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}}]
`;
    const packs = [BuiltInPacks.named('pss-baseline')];
    expect(new PolicyEngine({ packs }).check(documents(pod)).findings).toEqual([]);
  });
});

test.each([
  ['no list', 'no-privileged'],
  ['without a reason', '- rule: no-privileged'],
  ['with a short reason', '- {rule: no-privileged, reason: because}'],
])('an annotation that is %s is found, and accepts nothing', (_, object) => {
  const report = judged({ object });
  expect(told(report)).toEqual([['malformed-acknowledgement', undefined, undefined], ...FOUND]);
  expect(report.findings[0].path).toBe('/metadata/annotations/secure-edge.dev~1acknowledge');
});

test('the annotation of a Pod is read once', () => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: {annotations: {secure-edge.dev/acknowledge: "- {rule: no-host-path, reason: it is not needed}"}}
spec: {containers: []}
`;
  const packs = [new Pack({ name: 'tried', title: 'tried', rules: [BuiltInRules.named('no-host-path')] })];
  expect(new PolicyEngine({ packs }).check(documents(pod)).findings.map((f) => f.rule)).toEqual([
    'unused-acknowledgement',
  ]);
});

test('a template speaks for its own pod alone', () => {
  const both = `
apiVersion: superedge.io/v1
kind: DeploymentGrid
metadata: {name: web}
spec:
  template:
    template:
      metadata: {annotations: {secure-edge.dev/acknowledge: "${NO_PRIVILEGED}"}}
      spec: {containers: [{name: a, securityContext: {privileged: true}}]}
  templatePool:
    north: {template: {spec: {containers: [{name: a, securityContext: {privileged: true}}]}}}
`;
  const packs = [new Pack({ name: 'tried', title: 'tried', rules: [BuiltInRules.named('no-privileged')] })];
  expect(told(new PolicyEngine({ packs }).check(documents(both)))).toEqual([ACCEPTED[0], FOUND[0]]);
});

describe('an acknowledgement that is refused', () => {
  const acknowledged = documents(deployment({ object: NO_PRIVILEGED }));
  const rules = [BuiltInRules.named('no-privileged')];
  const packs = [new Pack({ name: 'tried', title: 'tried', rules })];
  const strict = [new Pack({ name: 'strict', title: 'strict', rules, neverAccept: ['no-privileged'] })];

  test.each<[string, PolicyEngineProps, string]>([
    ['by a check that accepts none', { packs, acknowledgements: false }, 'this check accepts no acknowledgements'],
    ['by a check, for its rule', { packs, neverAccept: ['no-privileged'] }, 'this check never accepts no-privileged'],
    ['by a pack, for its rule', { packs: strict }, 'pack strict never accepts no-privileged'],
    ['by one of two packs', { packs: [...packs, ...strict] }, 'pack strict never accepts no-privileged'],
  ])('%s leaves the finding open, and the message says why', (_, props, why) => {
    const report = new PolicyEngine(props).check(acknowledged);
    expect([report.acknowledged, report.count(Severity.CRITICAL)]).toEqual([0, 2]);
    for (const finding of report.findings) {
      expect(finding.message).toMatch(new RegExp(`; its acknowledgement is not accepted: ${why}$`));
      expect(finding.refused).toEqual({ reason: REASON, why });
    }
  });

  test('leaves the findings of other rules accepted', () => {
    const report = new PolicyEngine({ packs, neverAccept: ['no-host-path'] }).check(acknowledged);
    expect(told(report)).toEqual(ACCEPTED);
    expect(report.findings.map(({ refused }) => refused)).toEqual([undefined, undefined]);
  });

  test('is refused, not expired, after its last day', () => {
    const object = `- {rule: no-privileged, reason: ${REASON}, until: "2027-02-28"}`;
    const engine = new PolicyEngine({ packs: strict, asOf: '2027-03-01' });
    expect(told(engine.check(documents(deployment({ object }))))).toEqual(FOUND);
  });

  test.each([
    ['that accepts nothing', '- {rule: no-host-path, reason: it is not needed}'],
    ['that cannot be read', 'no-privileged'],
  ])('is no finding itself where none is accepted: one %s', (_, object) => {
    const both = [new Pack({ name: 'both', title: 'both', rules: [...rules, BuiltInRules.named('no-host-path')] })];
    const engine = new PolicyEngine({ packs: both, acknowledgements: false });
    expect(told(engine.check(documents(deployment({ object }))))).toEqual(FOUND);
  });
});

describe('what the engine itself says cannot be acknowledged', () => {
  const ids = ['unreadable-content', 'rule-failed'];
  const annotation = ids.map((id) => `- {rule: ${id}, reason: rendered by fleet}`).join('\n');

  class Failing extends ObjectRule {
    constructor() {
      super({ id: 'failing', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
    }

    public check(): never {
      throw new Error('broken');
    }
  }

  test.each(ids)('%s', (id) => {
    const bundle = {
      apiVersion: 'fleet.cattle.io/v1alpha1',
      kind: 'Bundle',
      metadata: { name: 'shop', annotations: { 'secure-edge.dev/acknowledge': annotation } },
      spec: { resources: [{ name: 'pod.yaml', encoding: 'zstd', content: 'x' }] },
    };
    const packs = [new Pack({ name: 'tried', title: 'tried', rules: [new Failing()] })];
    const { findings } = new PolicyEngine({ packs }).check([new ManifestDocument({ value: bundle })]);
    const [finding] = findings.filter(({ rule }) => rule === id);
    expect(finding.acknowledged).toBeUndefined();
    expect(finding.message).toContain(`not accepted: ${id} cannot be acknowledged`);
  });
});

test.each<[string, () => unknown]>([
  ['a pack', () => new Pack({ name: 'p', title: 'p', rules: BuiltInRules.all(), neverAccept: ['no-privilegd'] })],
  ['an engine', () => new PolicyEngine({ neverAccept: ['no-privilegd'] })],
])('%s that never accepts a rule which does not exist is refused', (_, make) => {
  expect(make).toThrow('neverAccept must contain ids of rules, got "no-privilegd": did you mean "no-privileged"?');
});

test('an engine may never accept a built-in rule that none of its packs runs', () => {
  const packs = [BuiltInPacks.named('pss-baseline')];
  expect(() => new PolicyEngine({ packs, neverAccept: ['no-latest-tag'] })).not.toThrow();
});
