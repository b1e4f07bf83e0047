import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFiles, ROOT } from '../../scripts/lib/repository';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { PolicyEngine } from '../../src/policy/engine';
import { Pack } from '../../src/policy/pack';
import { ContainerRule, PodRule } from '../../src/policy/rule';
import type { ContainerSubject } from '../../src/policy/subject/container-subject';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import type { PodSubject } from '../../src/policy/subject/pod-subject';
import type { Violation } from '../../src/policy/violation';
import { exhaustive } from '../exhaustive';
import { Severity } from '../../src/diagnostics/severity';

type Json = { readonly [key: string]: any };

const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const RULES = BuiltInRules.all();

const ENGINES = ['1.18', '1.34'].map((kubernetes) => new PolicyEngine({ kubernetes, packs: BuiltInPacks.all() }));

function findings(engine: PolicyEngine, values: ReadonlyArray<unknown>): unknown[] {
  const documents = values.map((value, document) => new ManifestDocument({ value, file: 'a.yaml', document }));
  return engine.check(documents).findings.map((finding) => {
    const { rule, check, severity, container, value, message, fix, path, resource, set, document } = finding;
    return { rule, check, severity, container, value, message, fix, path, resource, set, document };
  });
}

/** Objects that pods of a namespace are checked with. */
const OTHERS = readYamlDocuments(`
{kind: LimitRange, apiVersion: v1, metadata: {name: a, namespace: other}, spec: {limits: [{type: Container, default: {cpu: 1, memory: 1Mi}, max: {cpu: 1m}}]}}
---
{kind: ServiceAccount, apiVersion: v1, metadata: {name: default, namespace: other}, automountServiceAccountToken: false}
---
{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1, metadata: {name: a, namespace: other}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}
---
{kind: Secret, apiVersion: v1, metadata: {name: a, namespace: other}}
---
{kind: ConfigMap, apiVersion: v1, metadata: {name: a, namespace: other}}
`);

let turns = 0;

/** Returns an object with the same spec in other objects and namespaces, and as another kind. */
function variants(object: unknown): unknown[] {
  if (!isJson(object) || !isJson(object['spec'])) return [object];
  const { spec } = object;
  if (spec['containers'] === undefined && spec['template'] === undefined) return [object];
  const named = (metadata: Json): Json => ({
    ...object,
    metadata: { ...(isJson(object['metadata']) ? object['metadata'] : {}), ...metadata },
  });
  const template = isJson(spec) && isJson(spec['template']) ? spec['template'] : undefined;
  const others = ['Deployment', 'DaemonSet', 'StatefulSet', 'Job'].map((kind) => ({
    kind,
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    metadata: { name: kind.toLowerCase(), namespace: kind === 'Job' ? 'kube-system' : 'other' },
    spec: {
      selector: { matchLabels: { a: kind } },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      template: {
        metadata: { labels: { a: kind }, ...(kind === 'Job' && { annotations: { a: 'b' } }) },
        spec: template?.['spec'] ?? spec,
      },
    },
  }));
  const all = [named({ name: 'second', namespace: 'other' }), named({ name: 'third', labels: { a: 'b' } }), ...others];
  // by default, each object has two of the others, in turn
  const turn = turns++;
  return [named({}), ...all.filter((_, i) => exhaustive || (i + turn) % 3 === 0)];
}

const OBJECTS = [
  ...RULES.flatMap(({ examples }) => [...examples.good, ...examples.bad]),
  ...manifestFiles().map((file) => readFileSync(join(ROOT, file), 'utf8')),
].flatMap((text) => {
  const documents = readYamlDocuments(text);
  return documents.length > 20 ? [] : [documents];
});

/** Number of examples that are checked together. */
const TOGETHER = 40;

test('finds the same in pods that share a spec as in copies of them', () => {
  for (let i = 0; i < OBJECTS.length; i += TOGETHER) {
    const values = [
      ...OBJECTS.slice(i, i + TOGETHER)
        .flat()
        .flatMap(variants),
      ...OTHERS,
    ];
    // the rest of a group follows its first pod, whose result is shared
    const ordered = i % (2 * TOGETHER) === 0 ? values : values.reverse();
    const copies = ordered.map((value) => copyOf(value));
    const engine = ENGINES[(i / TOGETHER) % 3 === 0 ? 0 : 1] as PolicyEngine;
    const [found, ofCopies] = [ordered, copies].map((all) => findings(engine, all).map((each) => JSON.stringify(each)));
    expect(found?.filter((each, n) => each !== ofCopies?.[n])).toEqual([]);
    expect(found).toHaveLength(ofCopies?.length ?? 0);
  }
});

const PROPS = { title: 'T', severity: Severity.LOW, rationale: 'R.', fix: 'fix it' };

const SPEC = { containers: [{ name: 'a' }, { name: 'b' }] };

const PODS = ['x', 'y'].map((name) => ({ kind: 'Pod', apiVersion: 'v1', metadata: { name }, spec: SPEC }));

test('runs a rule of a user on every pod and container', () => {
  let pods = 0;
  let containers = 0;
  class EveryPod extends PodRule {
    constructor() {
      super({ ...PROPS, id: 'every-pod' });
    }

    public check(_pod: PodSubject): Violation[] {
      pods += 1;
      return [{ path: '/spec', message: `pod ${pods}` }];
    }
  }
  class EveryContainer extends ContainerRule {
    constructor() {
      super({ ...PROPS, id: 'every-container' });
    }

    public check(_container: ContainerSubject): Violation[] {
      containers += 1;
      return [{ path: '', message: `container ${containers}` }];
    }
  }
  const rules = [new EveryPod(), new EveryContainer()];
  const engine = new PolicyEngine({ packs: [new Pack({ name: 'own', title: 'Own', rules })] });
  const messages = findings(engine, PODS).map((each) => (each as Json)['message']);
  expect(messages.sort()).toEqual(['container 1', 'container 2', 'container 3', 'container 4', 'pod 1', 'pod 2']);
});

test('does not share a finding outside the spec, which differs between pods', () => {
  class Label extends PodRule {
    constructor() {
      super({ ...PROPS, id: 'label', ...{ isPure: true } });
    }

    public check(): Violation[] {
      return [{ path: '/metadata/labels/app', message: 'a label' }];
    }
  }
  const engine = new PolicyEngine({ packs: [new Pack({ name: 'own', title: 'Own', rules: [new Label()] })] });
  const pods = ['x', 'y'].map((app) => ({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: app, labels: { app } },
    spec: SPEC,
  }));
  expect(findings(engine, pods).map((each) => (each as Json)['value'])).toEqual(['x', 'y']);
});
