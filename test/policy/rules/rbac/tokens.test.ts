import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const rules = ['no-service-account-token', 'own-service-account'].map((id) => BuiltInRules.named(id));
const found = (...manifests: string[]): string[] =>
  findingsOf(rules, manifests.join('\n---\n')).map(({ rule }) => rule);

const account = (name: string, automount: string, namespace = 'edge'): string =>
  `{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}, namespace: ${namespace}}, automountServiceAccountToken: ${automount}}`;
const pod = (spec = '', namespace = 'edge'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ${namespace}}, spec: {${spec}containers: []}}`;

test.each([
  ['whose account mounts no token', [account('default', 'false'), pod()], []],
  [
    'whose account has an empty field',
    [account('default', 'null'), pod()],
    ['no-service-account-token', 'own-service-account'],
  ],
  [
    'that sets true itself',
    [account('default', 'false'), pod('automountServiceAccountToken: true, ')],
    ['no-service-account-token', 'own-service-account'],
  ],
  ['that sets null itself', [account('default', 'false'), pod('automountServiceAccountToken: null, ')], []],
  ['that sets false itself', [account('default', 'true'), pod('automountServiceAccountToken: false, ')], []],
  ['with an empty name of its account', [account('default', 'false'), pod('serviceAccountName: "", ')], []],
  [
    'of another namespace',
    [account('default', 'false', 'shop'), pod()],
    ['no-service-account-token', 'own-service-account'],
  ],
  [
    'with an account of its own',
    [account('sensor', 'true'), pod('serviceAccountName: sensor, ')],
    ['no-service-account-token'],
  ],
  [
    'with a projected token of the account default',
    [
      account('default', 'false'),
      pod('volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], '),
    ],
    ['own-service-account'],
  ],
])('a pod %s', (_, manifests, expected) => {
  expect(found(...manifests)).toEqual(expected);
});
