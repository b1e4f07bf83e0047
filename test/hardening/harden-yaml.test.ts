import { parseAllDocuments } from 'yaml';
import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { hardenYaml } from '../../src/hardening/harden-yaml';

const posture = new Posture();
const target = Target.kubernetes('1.27');
const read = (text: string): any[] => parseAllDocuments(text, { version: '1.1' }).map((d) => d.toJS());

const POD = `# for the gateway in the hall
apiVersion: v1
kind: Pod
metadata:
  name: door # opens it
spec:
  containers:
    # the one that listens
    - name: door
      image: registry.example/door:1 # pinned next week
      securityContext:
        runAsUser: 7
`;

test('comments, order and what the author set stay, and the gaps are filled', () => {
  const { text, problems } = hardenYaml(POD, posture, target);
  expect(problems).toEqual([]);
  for (const line of POD.split('\n')) expect(text).toContain(line);
  expect(text.indexOf('metadata:')).toBeLessThan(text.indexOf('spec:'));
  expect(read(text)).toEqual([harden(read(POD)[0], posture, target)]);
});

test('hardening a hardened text changes no byte', () => {
  const once = hardenYaml(`${POD}---\n${POD}`, posture, target).text;
  expect(read(once)).toHaveLength(2);
  expect(hardenYaml(once, posture, target).text).toBe(once);
});

test('a text in which there is nothing to harden keeps every byte', () => {
  const text = 'kind:   ConfigMap\napiVersion: v1\ndata: {a: \'x\',   b: "y"}\n\n# the end\n';
  expect(hardenYaml(text, posture, target).text).toBe(text);
});

test('a document that is broken is named by its line and kept, and the others are hardened', () => {
  const { text, problems } = hardenYaml(`${POD}---\nfoo: [\n---\n${POD}`, posture, target);
  expect(problems).toEqual([{ line: 15, message: expect.stringContaining('Flow sequence') }]);
  expect(text).toContain('foo: [');
  expect(text.match(/runAsNonRoot: true/g)).toHaveLength(2);
});

test('a gap behind an anchor is filled where it is, not where the anchor is used again', () => {
  const text = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - &c { name: one, image: a }\n    - { <<: *c, name: two }\n`;
  const hardened = read(hardenYaml(text, posture, target).text)[0];
  expect(hardened.spec.containers.map((c: any) => c.volumeMounts[0].name)).toEqual(['tmp-one', 'tmp-two']);
});

test('JSON stays JSON', () => {
  const text = JSON.stringify(read(POD)[0]);
  expect(JSON.parse(hardenYaml(text, posture, target).text)).toEqual(harden(read(POD)[0], posture, target));
});

test('an alias bomb is refused with its line', () => {
  const bomb = [
    'a: &a [x, x]',
    ...Array.from(
      { length: 12 },
      (_, i) => `${'bcdefghijklm'[i]}: &${'bcdefghijklm'[i]} [${Array(9).fill(`*${'abcdefghijklm'[i]}`).join(', ')}]`,
    ),
  ].join('\n');
  expect(hardenYaml(bomb, posture, target).problems).toEqual([{ line: 1, message: expect.stringContaining('alias') }]);
});

test('a Helm template is refused, a date stays text', () => {
  const template = POD.replace('registry.example/door:1', '{{ .Values.image }}');
  expect(hardenYaml(template, posture, target)).toEqual({
    text: template,
    problems: [{ line: 2, message: expect.stringContaining('template') }],
  });
  expect(
    hardenYaml(POD.replace('name: door # opens it', 'labels: { until: 2027-01-31 }'), posture, target).text,
  ).toContain('until: 2027-01-31');
});
