import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (source: string, mounts: string, kubernetes: string): string[] =>
  findingsOf(
    [BuiltInRules.named('no-sub-path')],
    `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: v, ${source}}], containers: [{name: a, volumeMounts: [${mounts}]}]}}`,
    kubernetes,
  ).map(({ severity, value }) => `${severity} ${value}`);

const PART = '{name: v, mountPath: /a, subPath: x}';
const READ = '{name: v, mountPath: /a, subPath: x, readOnly: true}';

test.each([
  ['of a Secret', 'secret: {secretName: s}', PART, '1.33', ['low /a']],
  ['of a token', 'projected: {sources: [{serviceAccountToken: {path: x}}]}', PART, '1.33', ['medium /a']],
  ['of projected files', 'projected: {sources: [{secret: {name: s}}]}', PART, '1.33', ['low /a']],
  ['of a ConfigMap', 'configMap: {name: c}', PART, '1.20', []],
  ['of a writable volume', 'emptyDir: {}', PART, '1.23', []],
  ['of a writable volume before the fix', 'emptyDir: {}', PART, '1.22', ['medium /a']],
  ['of a claim before the fix', 'persistentVolumeClaim: {claimName: c}', PART, '1.13', ['medium /a']],
  ['of a volume that nobody writes', 'persistentVolumeClaim: {claimName: c}', READ, '1.22', []],
  ['of a volume that another mount writes', 'emptyDir: {}', `${READ}, {name: v, mountPath: /b}`, '1.22', ['medium /a']],
  ['with a variable', 'secret: {secretName: s}', '{name: v, mountPath: /a, subPathExpr: $(X)}', '1.33', ['low /a']],
  ['that is empty', 'secret: {secretName: s}', '{name: v, mountPath: /a, subPath: ""}', '1.33', []],
])('a subPath %s', (_, source, mounts, kubernetes, expected) => {
  expect(found(source, mounts, kubernetes)).toEqual(expected);
});
