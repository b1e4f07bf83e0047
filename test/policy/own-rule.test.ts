import {
  BuiltInPacks,
  BuiltInRules,
  ContainerRule,
  ManifestDocument,
  Pack,
  PolicyEngine,
  Report,
  Severity,
  type ContainerSubject,
  type FieldValue,
  type PolicyReport,
  type ValueToSet,
  type Violation,
} from 'cdk8s-secure-edge';

/** Rule of a user, written with only the exports of the package. */
class OwnRegistry extends ContainerRule {
  constructor() {
    super({
      id: 'own-registry',
      title: 'Images come from our registry',
      severity: Severity.HIGH,
      rationale: 'Only images in that registry are scanned.',
      fix: 'copy the image to registry.example',
      controls: [{ framework: 'House rules', version: '2', id: '7.1' }],
    });
  }

  public check(container: ContainerSubject): Violation[] {
    const image = container.textAt('image') ?? '';
    if (image.startsWith('registry.example/')) return [];
    return [{ path: '/image', message: `image ${image} comes from another registry` }];
  }
}

const value = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'sensor' },
  spec: {
    containers: [
      { name: 'own', image: 'registry.example/a' },
      { name: 'other', image: 'b', securityContext: { privileged: true } },
    ],
  },
};

test('a rule and a pack of a user work together with those of the library', () => {
  const own = new Pack({
    name: 'own',
    title: 'House rules',
    rules: [new OwnRegistry(), BuiltInRules.named('no-privileged')],
  });
  const engine = new PolicyEngine({ packs: [own, BuiltInPacks.named('pss-baseline')], kubernetes: '1.30' });
  const report = engine.check([new ManifestDocument({ value })]);
  expect([report.packs, report.version.name, report.objects]).toEqual([['own', 'pss-baseline'], '1.30', 1]);
  expect(report.findings.map((f) => [f.rule, f.container, f.check, f.path])).toEqual([
    ['no-privileged', 'other', 'privileged', '/spec/containers/1/securityContext/privileged'],
    ['own-registry', 'other', undefined, '/spec/containers/1/image'],
  ]);
  expect(report.findings[1]?.frameworks).toEqual([{ name: 'House rules 2', id: '7.1' }]);
});

test('rejects a rule whose id is not a slug', () => {
  class Shouting extends ContainerRule {
    constructor() {
      super({ id: 'Shouting', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
    }
    public check(): Violation[] {
      return [];
    }
  }
  expect(() => new Shouting()).toThrow('id must be a lower-case slug, such as "own-registry", got "Shouting"');
});

describe("a value that a user's rule proposes", () => {
  class Proposing extends ContainerRule {
    constructor(private readonly set: unknown) {
      super({ id: 'proposing', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
    }
    public check(): Violation[] {
      return [{ path: '/tty', message: 'x', set: this.set as ValueToSet }];
    }
  }

  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'sensor' },
    spec: { template: { spec: { containers: [{ name: 'main' }] } } },
  };
  const check = (set: unknown): PolicyReport =>
    new PolicyEngine({ packs: [new Pack({ name: 'own', title: 'own', rules: [new Proposing(set)] })] }).check([
      new ManifestDocument({ value: deployment }),
    ]);
  const container = '/spec/template/spec/containers/0';

  test.each<[string, unknown, FieldValue | undefined]>([
    ['the field of the violation', { value: false }, { path: `${container}/tty`, value: false }],
    ['another field', { path: '/stdin', value: null }, { path: `${container}/stdin`, value: null }],
    ['no field', undefined, undefined],
    ['a field with more than 1,000 characters', { value: 'x'.repeat(1000) }, undefined],
  ])('is for %s', (_, set, expected) => {
    const { findings } = check(set);
    expect(findings.map((finding) => [finding.rule, finding.set])).toEqual([['proposing', expected]]);
  });

  test('is in the report, below the fix', () => {
    expect(new Report({ report: check({ value: false }) }).toText({ details: true })).toContain(`
                spec:
                  template:
                    spec:
                      containers:
                        - name: main
                          tty: false
`);
  });

  const circle: unknown[] = [];
  circle.push(circle);

  test.each<[string, unknown]>([
    ['is not an object', false],
    ['has no value', { path: '/tty' }],
    ['has a path without a slash', { path: 'tty', value: false }],
    ['is a function', { value: () => false }],
    ['is a number that JSON does not have', { value: { nested: [Number.NaN] } }],
    ['is an object of a class', { value: new Date(0) }],
    ['has itself inside', { value: circle }],
    ['has more than 1,000 values', { value: Array.from({ length: 1000 }, () => 0) }],
  ])('that %s fails the rule', (_, set) => {
    expect(check(set).findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'rule-failed',
        'rule proposing failed: set of a violation must have a value that is JSON, of at most 1000 values, and may have a path',
      ],
    ]);
  });
});
