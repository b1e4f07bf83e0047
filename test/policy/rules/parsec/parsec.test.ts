import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { workOf } from '../../../work';
import { documents, findingsOf } from '../../judging';

interface Client {
  readonly name: string;
  readonly user?: number;
  /** Lines of the spec in flow style. */
  readonly spec?: string;
  readonly namespace?: string;
}

const client = ({ name, user = 1250, spec = '', namespace = 'edge' }: Client): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  ${spec === '' ? 'hostname: x' : spec}
  volumes: [{name: parsec, hostPath: {path: /run/parsec}}]
  containers:
    - {name: main, securityContext: {runAsUser: ${user}}, volumeMounts: [{name: parsec, mountPath: /run/parsec}]}
`;

function collisions(...clients: Client[]): string[] {
  const yaml = clients.map(client).join('---');
  return findingsOf([BuiltInRules.named('parsec-distinct-users')], yaml).map(
    ({ resource, message }) => `${resource.name} meets ${/Pod edge\/(\S+),/.exec(message)?.[1]}`,
  );
}

const both = ['a meets b', 'b meets a'];
const GATEWAY_1 = 'nodeName: gateway-1';

describe('two apps with one user at Parsec', () => {
  test.each([
    ['can meet anywhere if neither sets where it runs', '', '', both],
    ['meet on the one gateway that both name', GATEWAY_1, GATEWAY_1, both],
    ['stay separate on two gateways', GATEWAY_1, 'nodeName: gateway-2', []],
    ['can meet if one names its gateway and the other does not', GATEWAY_1, '', both],
    [
      'meet if one names the gateway and the other selects it',
      GATEWAY_1,
      'nodeSelector: {kubernetes.io/hostname: gateway-1}',
      both,
    ],
    ['stay separate by a label of their nodes', 'nodeSelector: {line: a}', 'nodeSelector: {line: b}', []],
    ['can meet if they select different labels', 'nodeSelector: {line: a}', 'nodeSelector: {site: b}', both],
    [
      'stay separate by one of several labels',
      'nodeSelector: {line: a, arch: arm}',
      'nodeSelector: {line: b, site: x}',
      [],
    ],
    [
      'stay separate by required affinity',
      GATEWAY_1,
      'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [gateway-2]}]}]}}}',
      [],
    ],
    [
      'can meet if one of them has an alternative affinity term',
      GATEWAY_1,
      'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [gateway-2]}]}, {}]}}}',
      both,
    ],
  ])('%s', (_, a, b, expected) => {
    expect(collisions({ name: 'a', spec: a }, { name: 'b', spec: b })).toEqual(expected);
  });

  test('are two if their users differ', () => {
    expect(collisions({ name: 'a' }, { name: 'b', user: 1251 })).toEqual([]);
  });

  test('are one if they are the same object, given twice', () => {
    expect(collisions({ name: 'a' }, { name: 'a' })).toEqual([]);
  });

  test('each report one app that they meet, not one that only another app meets', () => {
    expect(
      collisions(
        { name: 'a', spec: GATEWAY_1 },
        { name: 'b', spec: 'nodeName: gateway-2' },
        { name: 'c', spec: 'nodeSelector: {line: x}' },
      ),
    ).toEqual(['a meets c', 'b meets c', 'c meets a']);
  });

  test('are compared in linear work', () => {
    const work = (size: number): number => {
      const names = Array.from({ length: size }, (_, i) => ({ name: `a${i}`, spec: `nodeName: gateway-${i}` }));
      const manifests = documents(names.map(client).join('---'));
      return workOf(() => expect(findingsOf([BuiltInRules.named('parsec-distinct-users')], manifests)).toEqual([]));
    };
    work(50);
    const [small, large] = [work(60), work(120)];
    expect(large / small).toBeLessThan(2.2);
  });
});

describe('the mount of a container', () => {
  const RULES = ['parsec-narrow-mount', 'parsec-folder-mount', 'parsec-read-only-mount', 'parsec-own-user'];
  const foundBy = (volume: string, mount: string, more = ''): string[] => {
    const yaml = `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: edge}
spec:
  volumes: [${volume}]
  containers: [{name: main, securityContext: {runAsUser: 1250}, volumeMounts: [${mount}]}]
${more}`;
    const rules = RULES.map((id) => BuiltInRules.named(id));
    return findingsOf(rules, yaml).map(({ rule }) => rule);
  };

  test.each([
    ['contains only Parsec', '/run/parsec', '', []],
    ['contains only Parsec, in another spelling', '/var/run//parsec/', '', []],
    ['contains only Parsec, from a wider volume', '/run', 'parsec', []],
    ['contains all of /run', '/run', '', ['parsec-narrow-mount']],
    ['contains all of /run, by a path with ..', '/run/parsec/..', '', ['parsec-narrow-mount']],
    ['is the socket', '/run/parsec/parsec.sock', '', ['parsec-folder-mount']],
    ['is the socket from the folder', '/run/parsec', 'parsec.sock', ['parsec-folder-mount']],
    ['is another folder', '/run/parsecs', '', []],
    ['is another folder from /run', '/run', 'lock', []],
  ])('%s', (_, hostPath, subPath, expected) => {
    const mount = `{name: v, mountPath: /m, readOnly: true${subPath === '' ? '' : `, subPath: ${subPath}`}}`;
    expect(foundBy(`{name: v, hostPath: {path: ${hostPath}}}`, mount)).toEqual(expected);
  });

  test('is found through a claim and its volume, too', () => {
    const claimed = `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: parsec, namespace: edge}
spec: {volumeName: parsec}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: parsec}
spec: {hostPath: {path: /run}}
`;
    expect(
      foundBy('{name: v, persistentVolumeClaim: {claimName: parsec}}', '{name: v, mountPath: /m}', claimed),
    ).toEqual(['parsec-narrow-mount']);
  });
});
