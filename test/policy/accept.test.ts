import { PolicyEngine } from '../../src/policy/engine';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { Pack } from '../../src/policy/pack';
import type { PolicyReport } from '../../src/policy/policy-report';
import { Severity } from '../../src/severity';
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
