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
  /** Annotation of the Deployment. */
  readonly object?: string;
  /** Annotation of its pod template. */
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
const ONE_ACCEPTED = [ACCEPTED[0], FOUND[1]];
const NO_PRIVILEGED = `- {rule: no-privileged, reason: ${REASON}}`;
const of = (container: string): string => `- {rule: no-privileged, reason: ${REASON}, container: ${container}}`;

test.each(['object', 'template'])(
  'findings that the %s acknowledges stay in the report, marked as acknowledged',
  (holder) => {
    const report = judged({ [holder]: `${of('b')}\n${of('a')}` });
    expect(told(report)).toEqual(ACCEPTED);
    expect([report.acknowledged, report.count(Severity.CRITICAL), report.failsAt(Severity.LOW)]).toEqual([2, 0, false]);
  },
);

test.each(['object', 'template'])(
  'an acknowledgement of the %s accepts one finding, and the others stay open',
  (holder) => {
    const report = judged({ [holder]: NO_PRIVILEGED });
    expect(told(report)).toEqual(ONE_ACCEPTED);
    expect(report.findings.map(({ message }) => message.split('; ').slice(1))).toEqual([
      [],
      [
        'the acknowledgement of no-privileged accepts only one finding, so these stay open: value "true", container "b"',
      ],
    ]);
  },
);

test('two acknowledgements without container and value accept two findings', () => {
  expect(told(judged({ object: `${NO_PRIVILEGED}\n${NO_PRIVILEGED}` }))).toEqual(ACCEPTED);
});

test('an acknowledgement can apply to only one of two containers', () => {
  const report = judged({ object: `- {rule: no-privileged, reason: ${REASON}, container: b}` });
  expect(told(report)).toEqual([FOUND[0], ACCEPTED[1]]);
  expect([report.acknowledged, report.count(Severity.CRITICAL), report.failsAt(Severity.CRITICAL)]).toEqual([
    1,
    1,
    true,
  ]);
});

test('an acknowledgement of one finding that another one accepts is unused', () => {
  const again = of('b').replace(REASON, 'another good reason');
  const { findings } = judged({ object: `${of('b')}\n${again}` });
  expect(findings.map(({ rule, acknowledged }) => [rule, acknowledged?.reason])).toEqual([
    ['no-privileged', undefined],
    ['no-privileged', REASON],
    ['unused-acknowledgement', undefined],
  ]);
  expect(findings[2]).toMatchObject({
    message:
      'the acknowledgement of no-privileged for container b matches only findings that other acknowledgements accept',
    value: 'no-privileged',
  });
});

test.each([
  ['a container', { object: `${NO_PRIVILEGED}\n${of('a').replace(REASON, 'another good reason')}` }],
  ['a template', { object: NO_PRIVILEGED, template: NO_PRIVILEGED.replace(REASON, 'another good reason') }],
])('an acknowledgement that names %s takes its finding before one that names less', (_, annotations) => {
  expect(told(judged(annotations))).toEqual([['no-privileged', 'a', 'another good reason'], ACCEPTED[1]]);
});

describe('an acknowledgement with an until date', () => {
  const until = `- {rule: no-privileged, reason: ${REASON}, until: "2027-02-28"}`;

  test.each(['2026-12-31', '2027-02-28'])('is valid on %s', (day) => {
    const report = judged({ object: until }, day);
    expect(told(report)).toEqual(ONE_ACCEPTED);
    expect(report.findings[0]!.acknowledged).toEqual({ reason: REASON, until: '2027-02-28' });
  });

  test('is valid if the engine has no date', () => {
    expect(told(judged({ object: until }))).toEqual(ONE_ACCEPTED);
  });

  test('is expired on the day after it, which is a finding', () => {
    const report = judged({ object: until }, '2027-03-01');
    expect(told(report)).toEqual([['expired-acknowledgement', undefined, undefined], ...FOUND]);
    expect(report.findings[0]).toMatchObject({
      path: '/metadata/annotations/secure-edge.dev~1acknowledge',
      message:
        'the acknowledgement of no-privileged expired: it was valid until 2027-02-28, and the check is for 2027-03-01',
      severity: 'medium',
    });
  });
});

describe('reports an unused acknowledgement', () => {
  test.each([
    [
      'of a rule that finds nothing',
      '- {rule: no-host-path, reason: it is not needed}',
      'the acknowledgement of no-host-path matches no finding',
    ],
    [
      'of another value',
      '- {rule: no-privileged, reason: it is misspelled, value: "yes"}',
      'the acknowledgement of no-privileged for value "yes" matches no finding',
    ],
    [
      'for a container that does not exist',
      '- {rule: no-privileged, reason: it is misspelled, container: c}',
      'the acknowledgement of no-privileged for container c matches no finding',
    ],
  ])('%s', (_, template, message) => {
    const { findings } = judged({ template }, undefined, ['no-host-path', 'no-privileged']);
    expect(findings.filter((f) => f.rule === 'unused-acknowledgement')).toMatchObject([
      { message, path: '/spec/template/metadata/annotations/secure-edge.dev~1acknowledge', severity: 'medium' },
    ]);
    expect(findings.filter((f) => f.acknowledged)).toEqual([]);
  });

  test('except of a rule that was not run', () => {
    expect(told(judged({ object: '- {rule: no-host-path, reason: it is not needed}' }))).toEqual(FOUND);
  });

  test('except for a violation that the pack leaves out', () => {
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
  ['not a list', 'no-privileged'],
  ['without a reason', '- rule: no-privileged'],
  ['with a short reason', '- {rule: no-privileged, reason: because}'],
  ['with an id that no rule can have', `- {rule: noPrivileged, reason: ${REASON}}\n${NO_PRIVILEGED}`],
])('reports an annotation that is %s, and accepts nothing', (_, object) => {
  const report = judged({ object });
  expect(told(report)).toEqual([['malformed-acknowledgement', undefined, undefined], ...FOUND]);
  expect(report.findings[0]?.path).toBe('/metadata/annotations/secure-edge.dev~1acknowledge');
});

test.each([
  ['no-privilege', ': did you mean "no-privileged"?'],
  ['polite-names', ''],
])('reports an acknowledgement of the rule %s, which does not exist, and reads the others', (rule, end) => {
  const report = judged({ object: `- {rule: ${rule}, reason: it is misspelled}\n${NO_PRIVILEGED}` });
  expect(told(report)).toEqual([['malformed-acknowledgement', undefined, undefined], ...ONE_ACCEPTED]);
  expect(report.findings[0]).toMatchObject({
    message: `rule of an acknowledgement must be the id of a rule, got "${rule}"${end}`,
    path: '/metadata/annotations/secure-edge.dev~1acknowledge',
    severity: 'medium',
    value: rule,
  });
});

test('reads the annotation of a Pod once', () => {
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

test('a template acknowledges only findings in its own pod', () => {
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

describe('a rejected acknowledgement', () => {
  const acknowledged = documents(deployment({ object: NO_PRIVILEGED }));
  const rules = [BuiltInRules.named('no-privileged')];
  const packs = [new Pack({ name: 'tried', title: 'tried', rules })];
  const strict = [new Pack({ name: 'strict', title: 'strict', rules, neverAccept: ['no-privileged'] })];

  test.each<[string, PolicyEngineProps, string]>([
    [
      'of a check without acknowledgements',
      { packs, acknowledgements: false },
      'this check accepts no acknowledgements',
    ],
    [
      'of a check that never accepts the rule',
      { packs, neverAccept: ['no-privileged'] },
      'this check never accepts no-privileged',
    ],
    ['of a pack that never accepts the rule', { packs: strict }, 'pack strict never accepts no-privileged'],
    [
      'of one of two packs that never accepts the rule',
      { packs: [...packs, ...strict] },
      'pack strict never accepts no-privileged',
    ],
  ])('%s leaves the finding open, and the message states why', (_, props, why) => {
    const report = new PolicyEngine(props).check(acknowledged);
    expect([report.acknowledged, report.count(Severity.CRITICAL)]).toEqual([0, 2]);
    for (const finding of report.findings) {
      expect(finding.message).toMatch(new RegExp(`; its acknowledgement is not accepted: ${why}$`));
      expect(finding.refused).toEqual({ reason: REASON, why });
    }
  });

  test('leaves acknowledged findings of other rules acknowledged', () => {
    const report = new PolicyEngine({ packs, neverAccept: ['no-host-path'] }).check(acknowledged);
    expect(told(report)).toEqual(ONE_ACCEPTED);
    expect(report.findings.map(({ refused }) => refused)).toEqual([undefined, undefined]);
  });

  test('is not reported as expired after its until date', () => {
    const object = `- {rule: no-privileged, reason: ${REASON}, until: "2027-02-28"}`;
    const engine = new PolicyEngine({ packs: strict, asOf: '2027-03-01' });
    expect(told(engine.check(documents(deployment({ object }))))).toEqual(FOUND);
  });

  test.each([
    ['that matches nothing', '- {rule: no-host-path, reason: it is not needed}'],
    ['that cannot be read', 'no-privileged'],
  ])('is not a finding itself if no acknowledgements are accepted: one %s', (_, object) => {
    const both = [new Pack({ name: 'both', title: 'both', rules: [...rules, BuiltInRules.named('no-host-path')] })];
    const engine = new PolicyEngine({ packs: both, acknowledgements: false });
    expect(told(engine.check(documents(deployment({ object }))))).toEqual(FOUND);
  });
});

describe('rejects acknowledgements of rules of the engine', () => {
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
    const finding = findings.find(({ rule }) => rule === id)!;
    expect(finding.acknowledged).toBeUndefined();
    expect(finding.message).toContain(`not accepted: ${id} cannot be acknowledged`);
  });
});

test.each<[string, () => unknown]>([
  ['a pack', () => new Pack({ name: 'p', title: 'p', rules: BuiltInRules.all(), neverAccept: ['no-privilegd'] })],
  ['an engine', () => new PolicyEngine({ neverAccept: ['no-privilegd'] })],
])('%s rejects an unknown rule in neverAccept', (_, make) => {
  expect(make).toThrow('neverAccept must contain ids of rules, got "no-privilegd": did you mean "no-privileged"?');
});

test('an engine accepts a built-in rule in neverAccept that none of its packs contains', () => {
  const packs = [BuiltInPacks.named('pss-baseline')];
  expect(() => new PolicyEngine({ packs, neverAccept: ['no-latest-tag'] })).not.toThrow();
});
