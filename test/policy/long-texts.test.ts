import { hardenYaml } from '../../src/hardening/harden-yaml';
import { Posture } from '../../src/hardening/posture';
import { Target } from '../../src/kubernetes/target';
import { quantity } from '../../src/kubernetes/syntax';
import { writeYaml } from '../../src/kubernetes/yaml/write-yaml';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { PolicyEngine } from '../../src/policy/engine';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { sensitivePathOf } from '../../src/host/sensitive-path';

const LENGTH = 100_000;

/** Texts that take a regular expression quadratic time, which is seconds for each, if it can match the same characters in two ways. */
const LONG: Readonly<Record<string, string>> = {
  slashes: `${'/'.repeat(LENGTH)}\nx`,
  'folders of a runtime': `/run/m${'/k3s/s'.repeat(LENGTH / 6)}\n`,
  digits: `${'1'.repeat(LENGTH)}x`,
  zeros: `${'0'.repeat(LENGTH)}x`,
  'carriage returns': `${'\r'.repeat(LENGTH)}a`,
  dashes: `a${'-'.repeat(LENGTH)}x`,
  'words of a secret': 'password://a:'.repeat(LENGTH / 13),
};

const pod = (text: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: text, labels: { [text]: text } },
  spec: {
    containers: [
      {
        name: 'web',
        image: text,
        command: [text],
        env: [{ name: text, value: text }],
        resources: { limits: { [text]: text, cpu: text } },
        volumeMounts: [{ name: text, mountPath: text }],
      },
    ],
    volumes: [{ name: text, hostPath: { path: text } }],
  },
});

test.each(Object.entries(LONG))('a check reads 100 KB of %s in every place in linear time', (_name, text) => {
  expect(new PolicyEngine().check([new ManifestDocument({ value: pod(text) })]).findings.length).toBeGreaterThan(0);
});

test.each(Object.entries(LONG))('hardening reads 100 KB of %s in linear time', (_name, text) => {
  hardenYaml(JSON.stringify(pod(text)), new Posture(), Target.kubernetes('1.27'));
});

test.each(Object.entries(LONG))('writers and checks of syntax read 100 KB of %s in linear time', (_name, text) => {
  expect(quantity('it', text)).toBeDefined();
  expect(writeYaml({ [text]: text }).length).toBeGreaterThan(LENGTH);
  readYamlStream(`${text}{{`);
  sensitivePathOf(text);
});
