import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { manifestFiles, ROOT } from '../../scripts/lib/repository';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ContainerRule, ObjectRule, PodRule, type Rule } from '../../src/policy/rule';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { ManifestSet } from '../../src/policy/subject/manifest-set';
import { FileDocument } from '../../src/policy/subject/file-document';
import { PolicyVersion } from '../../src/policy/policy-version';
import { SelectedSubjects } from '../../src/policy/selected-subjects';

const RULES = BuiltInRules.all();

const LIMITED = RULES.filter(({ _looksAt }) => _looksAt !== undefined);

/** Manifests of the tests. */
function testFiles(): string[] {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.ya?ml$/.test(file)).map((file) => join('test', file));
}

/** Examples of all rules, and the manifests of this repository. */
const TEXTS: ReadonlyArray<string> = [
  ...RULES.flatMap(({ examples }) => [...examples.good, ...examples.bad]),
  ...[...manifestFiles(), ...testFiles()].map((file) => readFileSync(join(ROOT, file), 'utf8')),
];

const VERSION = PolicyVersion.parse('1.34');

const SETS = TEXTS.map((text, i) => {
  const documents = readYamlStream(text).documents.map((each) => new FileDocument(`${i}.yaml`, each));
  return ManifestSet._of(documents, VERSION);
});

type Json = { readonly [key: string]: unknown };

/** Returns the values of each field in some JSON, without those that repeat. */
function valuesByField(all: ReadonlyArray<Json>): ReadonlyMap<string, unknown[]> {
  const values = new Map<string, Map<string, unknown>>();
  for (const [field, value] of all.flatMap((json) => Object.entries(json))) {
    const ofField = values.get(field) ?? new Map<string, unknown>();
    values.set(field, ofField.set(JSON.stringify(value), value));
  }
  return new Map([...values].map(([field, ofField]) => [field, [...ofField.values()]]));
}

const PODS = SETS.flatMap(({ objects }) => objects.flatMap((object) => object.pods));

/** Returns objects with some fields, each of which has a value that it has somewhere. */
function objectsWith(all: ReadonlyArray<Json>): fc.Arbitrary<Json> {
  const fields = [...valuesByField(all)].filter(([field]) => !/containers$/i.test(field));
  return fc
    .subarray(fields)
    .chain((some) => fc.record(Object.fromEntries(some.map(([field, all]) => [field, fc.constantFrom(...all)]))));
}

/** Workloads and pods whose fields come from any pods of the examples. */
function workloads(): fc.Arbitrary<Json> {
  const container = objectsWith(PODS.flatMap((pod) => pod.containers.map(({ json }) => json)));
  const containers = fc.array(container, { maxLength: 2 });
  const spec = fc
    .tuple(objectsWith(PODS.map((pod) => pod.spec)), containers, containers)
    .map(([rest, main, init]) => ({ ...rest, containers: main, initContainers: init }));
  return fc.tuple(fc.constantFrom('Pod', 'Deployment', 'DaemonSet'), spec).map(([kind, pod]) => {
    const head = { kind, apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', metadata: { name: 'app' } };
    return { ...head, spec: kind === 'Pod' ? pod : { template: { metadata: {}, spec: pod } } };
  });
}

/** Returns how many subjects a rule finds something in, of all and of those that it looks at. */
function counts(rule: Rule, sets: ReadonlyArray<ManifestSet> = SETS): { all: number; selected: number } {
  let [all, selected] = [0, 0];
  for (const { objects } of sets) {
    const pods = objects.flatMap((object) => object.pods);
    const containers = pods.flatMap((pod) => pod.containers);
    const count = <S>(subjects: ReadonlyArray<S>, check: (subject: S) => unknown[], chosen: ReadonlyArray<S>): void => {
      all += subjects.filter((subject) => check(subject).length > 0).length;
      selected += chosen.filter((subject) => check(subject).length > 0).length;
    };
    if (rule instanceof ObjectRule)
      count(objects, (each) => rule.check(each), SelectedSubjects.ofObjects(objects).for(rule._looksAt));
    else if (rule instanceof PodRule)
      count(pods, (each) => rule.check(each), SelectedSubjects.ofPods(pods).for(rule._looksAt));
    else if (rule instanceof ContainerRule)
      count(containers, (each) => rule.check(each), SelectedSubjects.ofContainers(containers).for(rule._looksAt));
  }
  return { all, selected };
}

test.each(LIMITED.map((rule) => [rule.id, rule] as const))(
  'rule %s finds nothing in the subjects that it does not look at',
  (_, rule) => {
    const { all, selected } = counts(rule);
    expect(selected).toBe(all);
    expect(all).toBeGreaterThan(0);
  },
);

test('most rules look at some kinds or fields', () => {
  expect(LIMITED.length).toBeGreaterThan(50);
});

test('rules find nothing in the subjects of random pods that they do not look at', () => {
  fc.assert(
    fc.property(workloads(), (value) => {
      const set = ManifestSet._of([new ManifestDocument({ value })], VERSION);
      for (const rule of LIMITED) {
        const { all, selected } = counts(rule, [set]);
        expect({ rule: rule.id, found: selected }).toEqual({ rule: rule.id, found: all });
      }
    }),
    { numRuns: 100 },
  );
});
