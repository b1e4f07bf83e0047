import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFiles, ROOT } from '../../scripts/lib/repository';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ContainerRule, ObjectRule, PodRule, type Rule } from '../../src/policy/rule';
import { ManifestSet } from '../../src/policy/subject/manifest-set';
import { FileDocument } from '../../src/policy/subject/file-document';
import { PolicyVersion } from '../../src/policy/policy-version';
import { SelectedSubjects } from '../../src/policy/selected-subjects';

const RULES = BuiltInRules.all();

/** Examples of all rules, and the manifests of this repository. */
const TEXTS: ReadonlyArray<string> = [
  ...RULES.flatMap(({ examples }) => [...examples.good, ...examples.bad]),
  ...manifestFiles().map((file) => readFileSync(join(ROOT, file), 'utf8')),
];

const SETS = TEXTS.map((text, i) => {
  const documents = readYamlStream(text).documents.map((each) => new FileDocument(`${i}.yaml`, each));
  return ManifestSet._of(documents, PolicyVersion.parse('1.34'));
});

/** Returns how many subjects a rule finds something in, of all and of those that it looks at. */
function counts(rule: Rule): { all: number; selected: number } {
  let [all, selected] = [0, 0];
  for (const { objects } of SETS) {
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

test.each(RULES.filter(({ _looksAt }) => _looksAt !== undefined).map((rule) => [rule.id, rule] as const))(
  'rule %s finds nothing in the subjects that it does not look at',
  (_, rule) => {
    const { all, selected } = counts(rule);
    expect(selected).toBe(all);
    expect(all).toBeGreaterThan(0);
  },
);

test('most rules look at some kinds or fields', () => {
  expect(RULES.filter(({ _looksAt }) => _looksAt !== undefined).length).toBeGreaterThan(50);
});
