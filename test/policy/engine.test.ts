import { parse } from 'yaml';
import { PolicyEngine, type PolicyEngineProps } from '../../src/policy/engine';
import type { Finding } from '../../src/policy/finding';
import { ManifestDocument, type ManifestDocumentProps } from '../../src/policy/subject/manifest-document';
import type { ManifestSet } from '../../src/policy/subject/manifest-set';
import type { ObjectSubject } from '../../src/policy/subject/object-subject';
import { MOST_CONTAINERS_OF_POD } from '../../src/kubernetes/pods';
import type { PolicyReport } from '../../src/policy/policy-report';
import { Pack } from '../../src/policy/pack';
import { ContainerRule, ObjectRule, PodRule, SetRule, type RuleProps } from '../../src/policy/rule';
import type { SetViolation, Violation } from '../../src/policy/violation';
import { Severity } from '../../src/diagnostics/severity';

const props = (id: string): RuleProps => ({
  id,
  title: id,
  severity: Severity.HIGH,
  rationale: 'it matters',
  fix: 'fix it',
});

class EveryContainer extends ContainerRule {
  constructor() {
    super(props('every-container'));
  }
  public check(): Violation[] {
    return [{ path: '/image', message: 'a container' }];
  }
}

class EveryPod extends PodRule {
  constructor() {
    super(props('every-pod'));
  }
  public check(): Violation[] {
    return [{ path: '/spec/hostNetwork', message: 'a pod' }];
  }
}

class EveryObject extends ObjectRule {
  constructor() {
    super(props('every-object'));
  }
  public check({ kind }: ObjectSubject): Violation[] {
    return [{ path: '/spec', message: kind, severity: Severity.LOW, fix: 'leave it' }];
  }
}

class OnePerSet extends SetRule {
  constructor() {
    super(props('one-per-set'));
  }
  public check({ objects }: ManifestSet): SetViolation[] {
    return [{ object: objects.at(-1)!, path: '', message: `${objects.length} objects` }];
  }
}

class Failing extends PodRule {
  constructor(private readonly result: () => unknown) {
    super(props('failing'));
  }
  public check(): Violation[] {
    return this.result() as Violation[];
  }
}

const pack = (...rules: Pack['rules']): Pack => new Pack({ name: 'tried', title: 'tried', rules });

function check(rules: Pack['rules'], yaml: string, more: PolicyEngineProps = {}): Finding[] {
  return new PolicyEngine({ packs: [pack(...rules)], ...more }).check([new ManifestDocument({ value: parse(yaml) })])
    .findings;
}

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers: [{name: setup, image: a}]
      containers: [{name: main, image: b}]
`;

const places = (findings: Finding[]): unknown[] => findings.map((f) => [f.rule, f.container, f.path]);

describe('each kind of rule', () => {
  test('gets its subject, and its paths become pointers within the object', () => {
    const findings = check([new OnePerSet(), new EveryPod(), new EveryContainer(), new EveryObject()], DEPLOYMENT);
    expect(places(findings)).toEqual([
      ['every-container', 'setup', '/spec/template/spec/initContainers/0/image'],
      ['every-container', 'main', '/spec/template/spec/containers/0/image'],
      ['every-object', undefined, '/spec'],
      ['every-pod', undefined, '/spec/template/spec/hostNetwork'],
      ['one-per-set', undefined, ''],
    ]);
  });

  test('sets the severity and the fix, which a violation can override', () => {
    const pod = check([new EveryPod()], DEPLOYMENT)[0]!;
    const object = check([new EveryObject()], DEPLOYMENT)[0]!;
    expect([pod.severity, pod.fix, pod.message]).toEqual(['high', 'fix it', 'a pod']);
    expect([object.severity, object.fix, object.message]).toEqual(['low', 'leave it', 'Deployment']);
    expect(object.resource).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' });
  });

  test('checks a bare pod spec below its key', () => {
    const akri = `
apiVersion: akri.sh/v0
kind: Configuration
metadata: {name: cameras}
spec: {brokerSpec: {brokerPodSpec: {containers: [{name: main, image: b}]}}}
`;
    expect(places(check([new EveryPod(), new EveryContainer()], akri))).toEqual([
      ['every-container', 'main', '/spec/brokerSpec/brokerPodSpec/containers/0/image'],
      ['every-pod', undefined, '/spec/brokerSpec/brokerPodSpec/hostNetwork'],
    ]);
  });
});

describe('a finding', () => {
  class Numbered extends ManifestDocument {
    constructor(
      more: ManifestDocumentProps,
      private readonly asked: string[],
    ) {
      super(more);
    }
    public override lineOf(pointer: string): number {
      this.asked.push(pointer);
      return 7;
    }
  }

  test('distinguishes its place in the file from its place in the object, and looks up its line on request', () => {
    const asked: string[] = [];
    const value: unknown = { kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap' }, parse(DEPLOYMENT)] };
    const document = new Numbered({ value, file: 'web.yaml', document: 2, constructPath: 'app/web' }, asked);
    const finding = new PolicyEngine({ packs: [pack(new EveryPod())] }).check([document]).findings[0]!;
    expect(asked).toEqual([]);
    expect([finding.file, finding.document, finding.line, finding.constructPath]).toEqual([
      'web.yaml',
      2,
      7,
      'app/web',
    ]);
    expect(finding.path).toBe('/spec/template/spec/hostNetwork');
    expect(asked).toEqual(['/items/1/spec/template/spec/hostNetwork']);
  });

  test('inside a string has the place of the string in the document', () => {
    const bundle = {
      apiVersion: 'fleet.cattle.io/v1alpha1',
      kind: 'Bundle',
      spec: { resources: [{ name: 'web.yaml', content: DEPLOYMENT }] },
    };
    const finding = new PolicyEngine({ packs: [pack(new EveryPod())] }).check([new ManifestDocument({ value: bundle })])
      .findings[0]!;
    expect([finding.path, finding.documentPath]).toEqual([
      '/spec/template/spec/hostNetwork',
      '/spec/resources/0/content',
    ]);
  });
});

describe('a failing rule', () => {
  test.each([
    [
      'throws',
      (): never => {
        throw new TypeError('no such thing');
      },
      'no such thing',
    ],
    [
      'throws a value that is not an Error',
      (): never => {
        throw Object.create(null);
      },
      'it threw a value that is not an Error',
    ],
    ['returns no list', () => undefined, 'it did not return a list of violations, each with a path and a message'],
    [
      'returns a path without a leading slash',
      () => [{ path: 'spec', message: 'x' }],
      'it did not return a list of violations, each with a path and a message',
    ],
    [
      'returns a value that is not a text',
      () => [{ path: '', message: 'x', value: 5 }],
      'value of a violation must be a text',
    ],
    [
      'returns no message',
      () => [{ path: '' }],
      'it did not return a list of violations, each with a path and a message',
    ],
  ])('that %s is reported, and hides no other finding', (_, result, why) => {
    const findings = check([new Failing(result), new EveryPod()], DEPLOYMENT);
    expect(findings.map((f) => [f.rule, f.severity, f.message])).toEqual([
      ['every-pod', 'high', 'a pod'],
      ['rule-failed', 'high', `rule failing failed: ${why}`],
    ]);
  });

  test('is reported once for each object', () => {
    class Thrower extends ContainerRule {
      constructor() {
        super(props('thrower'));
      }
      public check(): Violation[] {
        throw new Error('always');
      }
    }
    expect(check([new Thrower()], DEPLOYMENT)).toHaveLength(1);
  });

  test('over all manifests is reported, too', () => {
    class Lost extends SetRule {
      constructor() {
        super(props('lost'));
      }
      public check(): SetViolation[] {
        return [{ path: '', message: 'x' } as SetViolation];
      }
    }
    expect(check([new Lost()], DEPLOYMENT).map((f) => f.message)).toEqual([
      'rule lost failed: a violation contains no object of the manifests',
    ]);
  });
});

test('reports unreadable content in the object that contains it', () => {
  const bundle = {
    apiVersion: 'fleet.cattle.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'b' },
    spec: { resources: [{ name: 'web.yaml', content: '[' }] },
  };
  const value = { kind: 'List', items: [bundle] };
  const { findings } = new PolicyEngine({ packs: [pack(new EveryPod())] }).check([new ManifestDocument({ value })]);
  expect(findings.map((f) => [f.rule, f.resource.name, f.path, f.documentPath])).toEqual([
    ['unreadable-content', 'b', '/spec/resources/0/content', '/items/0/spec/resources/0/content'],
  ]);
});

describe('the containers of one pod', () => {
  const podOf = (count: number): ManifestDocument =>
    new ManifestDocument({
      value: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'crowd' },
        spec: {
          initContainers: Array.from({ length: count - 1 }, (_, i) => ({ name: `init-${i}` })),
          containers: [{ name: 'main' }],
        },
      },
    });
  const engine = new PolicyEngine({ packs: [pack(new EveryContainer())] });
  const found = ({ findings }: PolicyReport, id: string): Finding[] => findings.filter(({ rule }) => rule === id);

  test('are all checked up to the limit', () => {
    const report = engine.check([podOf(MOST_CONTAINERS_OF_POD)]);
    expect(found(report, 'every-container')).toHaveLength(MOST_CONTAINERS_OF_POD);
    expect(found(report, 'unreadable-content')).toEqual([]);
    expect(report.notJudged).toEqual([]);
  });

  test('are not checked beyond the limit, which a finding and the report state', () => {
    const report = engine.check([podOf(MOST_CONTAINERS_OF_POD + 1)]);
    expect(found(report, 'every-container')).toHaveLength(MOST_CONTAINERS_OF_POD);
    expect(found(report, 'unreadable-content').map((f) => [f.path, f.message])).toEqual([
      ['/spec', 'unreadable content: a pod has 501 containers, the limit is 500'],
    ]);
    expect(report.notJudged).toMatchObject([{ apiVersion: 'v1', kind: 'Pod', count: 1 }]);
  });
});

test('reports a violation once if two packs contain its rule', () => {
  const rule = new EveryPod();
  const other = new Pack({ name: 'other', title: 'other', rules: [rule] });
  expect(check([rule], DEPLOYMENT, { packs: [pack(rule), other] })).toHaveLength(1);
});

test.each([
  [
    'two rules with the same id',
    { packs: [pack(new EveryPod()), pack(new EveryPod())] },
    'two rules have the id "every-pod"',
  ],
  ['an unknown version', { kubernetes: '1.38' }, 'version must be 1.0 to 1.37, "latest" or "izuma-edge", got "1.38"'],
  ['an invalid date', { asOf: '2026-02-30' }, 'asOf must be a date as YYYY-MM-DD, got "2026-02-30"'],
  ['no pack', { packs: [] }, 'packs must not be empty'],
])('rejects %s', (_, engine, message) => {
  expect(() => new PolicyEngine(engine)).toThrow(message);
});
