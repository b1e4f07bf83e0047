import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, ...manifests: string[]): string[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).map(({ severity, path }) => `${severity} ${path}`);

const pod = (metadata: string, container = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: {containers: [{name: main, image: a${container}}]}}`;
const service = (metadata: string, spec: string): string =>
  `{apiVersion: v1, kind: Service, metadata: ${metadata}, spec: ${spec}}`;

describe('a Service', () => {
  const POD = pod('{name: web, namespace: shop, labels: {app: web}}');

  test.each([
    ['finds its pod', '{name: s, namespace: shop}', '{selector: {app: web}}', []],
    [
      'finds no pod by another value',
      '{name: s, namespace: shop}',
      '{selector: {app: wob}}',
      ['medium /spec/selector'],
    ],
    [
      'finds no pod in another namespace',
      '{name: s, namespace: shed}',
      '{selector: {app: web}}',
      ['low /spec/selector'],
    ],
    ['without a selector has its own endpoints', '{name: s, namespace: shop}', '{}', []],
    ['with an external name has no pods', '{name: s}', '{type: ExternalName, selector: {app: wob}}', []],
  ])('%s', (_, metadata, spec, expected) => {
    expect(found('service-selects-pods', POD, service(metadata, spec))).toEqual(expected);
  });

  test('with a namespace finds a pod without one', () => {
    const bare = pod('{name: web, labels: {app: web}}');
    expect(
      found('service-selects-pods', bare, service('{name: s, namespace: shop}', '{selector: {app: web}}')),
    ).toEqual([]);
  });

  test('of another API is ignored', () => {
    const knative =
      '{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: s}, spec: {selector: {a: b}}}';
    expect(found('service-selects-pods', knative)).toEqual([]);
  });

  test('can send traffic to a port number that containers do not list, unless a container lists ports', () => {
    const silent = pod('{name: web, namespace: shop, labels: {app: web}}');
    const to = (port: string): string =>
      service('{name: s, namespace: shop}', `{selector: {app: web}, ports: [${port}]}`);
    expect(found('service-port-of-container', silent, to('{port: 80, targetPort: 8080}'))).toEqual([]);
    expect(found('service-port-of-container', silent, to('{port: 80, targetPort: http}'))).toEqual([
      'medium /spec/ports/0/targetPort',
    ]);
  });
});

describe('a port of a Service', () => {
  const listing = pod(
    '{name: web, namespace: shop, labels: {app: web}}',
    ', ports: [{name: peer, containerPort: 7000}]',
  );
  const to = (port: string, spec = ''): string =>
    service('{name: s, namespace: shop}', `{${spec}selector: {app: web}, ports: [${port}]}`);

  test.each([
    ['that is listed', to('{port: 7000}'), []],
    ['that no container lists', to('{port: 9187}'), ['low /spec/ports/0/port']],
    ['that no container lists, without routing', to('{port: 9187}', 'clusterIP: None, '), []],
    [
      'whose name no container has, without routing',
      to('{port: 1, targetPort: pear}', 'clusterIP: None, '),
      ['medium /spec/ports/0/targetPort'],
    ],
    ['with an empty target', to('{port: 7000, targetPort: 0}'), []],
    ['with an empty target that is not listed', to('{port: 80, targetPort: 0}'), ['low /spec/ports/0/port']],
  ])('%s', (_, manifest, expected) => {
    expect(found('service-port-of-container', listing, manifest)).toEqual(expected);
  });

  test('of an init container does not count', () => {
    const ending =
      '{apiVersion: v1, kind: Pod, metadata: {name: w, namespace: shop, labels: {app: web}}, spec: {initContainers: [{name: i, image: a, ports: [{name: peer, containerPort: 7000}]}], containers: [{name: a, image: a}]}}';
    expect(found('service-port-of-container', ending, to('{port: 1, targetPort: peer}'))).toEqual([
      'medium /spec/ports/0/targetPort',
    ]);
    const lasting = ending.replace('{name: i,', '{name: i, restartPolicy: Always,');
    expect(found('service-port-of-container', lasting, to('{port: 1, targetPort: peer}'))).toEqual([]);
  });
});

describe('an object that a pod needs', () => {
  const asking = pod(
    '{name: web, namespace: shop}',
    ', env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: k}}}]',
  );
  const map = (metadata: string): string => `{apiVersion: v1, kind: ConfigMap, metadata: ${metadata}}`;

  test.each([
    ['is accepted if it is among the manifests', [map('{name: c, namespace: shop}')], []],
    [
      'is missing if the manifests contain only others',
      [map('{name: d, namespace: shop}')],
      ['medium /spec/containers/0/env/0/valueFrom/configMapKeyRef/name'],
    ],
    ['comes from elsewhere if the manifests contain none', [], []],
    ['is not compared with ConfigMaps of another namespace', [map('{name: d, namespace: shed}')], []],
  ])('%s', (_, others, expected) => {
    expect(found('existing-config-map', asking, ...others)).toEqual(expected);
  });

  test('can be created as a Secret by another object', () => {
    const wants =
      '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: v, secret: {secretName: key}}]}}';
    const other = '{apiVersion: v1, kind: Secret, metadata: {name: other}}';
    const sealed = '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: key}}';
    expect(found('existing-secret', wants, other)).toEqual(['medium /spec/volumes/0/secret/secretName']);
    expect(found('existing-secret', wants, other, sealed)).toEqual([]);
  });
});

describe('egress to the metadata service', () => {
  const policy = (rule: string): string =>
    `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: net}, spec: {egress: [${rule}]}}`;

  test.each([
    ['nothing is open to a pod', '{to: [{podSelector: {}}]}', 0],
    ['everything is open', '{}', 1],
    ['a range that contains the address is open', '{to: [{ipBlock: {cidr: 169.254.0.0/16}}]}', 1],
    ['a range beside the address is open', '{to: [{ipBlock: {cidr: 169.254.169.0/25}}]}', 0],
    ['only the address is open', '{to: [{ipBlock: {cidr: 169.254.169.254/32}}]}', 1],
    [
      'every metadata address is excluded',
      '{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16, 100.100.100.200/32, 168.63.129.16/32]}}]}',
      0,
    ],
    [
      'only the most common address is excluded',
      '{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}',
      1,
    ],
    ['another address is excluded', '{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.253/32]}}]}', 1],
    ['the other family is open', '{to: [{ipBlock: {cidr: "::/0"}}]}', 1],
    [
      'the other family is open except for the address',
      '{to: [{ipBlock: {cidr: "::/0", except: ["fd00:ec2::/32", "fd20:ce::254/128"]}}]}',
      0,
    ],
    ['only DNS is open', '{ports: [{port: 53, protocol: UDP}, {port: 53}]}', 0],
    ['a range of ports around 80 is open', '{ports: [{port: 1, endPort: 1024}]}', 1],
    ['a range of ports above 80 is open', '{ports: [{port: 81, endPort: 1024}]}', 0],
    ['no port is given', '{ports: [{protocol: TCP}]}', 1],
    ['an invalid address is open', '{to: [{ipBlock: {cidr: 0.0.0.0/33}}, {ipBlock: {cidr: x/0}}]}', 0],
  ])('if %s', (_, rule, findings) => {
    expect(found('no-metadata-egress', policy(rule))).toHaveLength(findings);
  });
});

describe('profiles of the node', () => {
  const user = `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {securityContext: {appArmorProfile: {type: Localhost, localhostProfile: web}}}}`;
  const texts = (text: string): string =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: c, labels: {secure-edge.dev/profiles: apparmor}}, data: ${text}}`;

  test.each([
    ['no manifest', [], ['low /spec/securityContext/appArmorProfile/localhostProfile']],
    ['a text with the name', [texts('{web: "profile web { }"}')], []],
    ['a text with the name under another key', [texts('{all: "profile api { }\\nprofile web { }"}')], []],
    [
      'another name',
      [texts('{api: "profile api { }"}')],
      ['medium /spec/securityContext/appArmorProfile/localhostProfile'],
    ],
    [
      'the list of removed names',
      [texts('{retired: "web\\n"}')],
      ['low /spec/securityContext/appArmorProfile/localhostProfile'],
    ],
    [
      'the Security Profiles Operator',
      ['{apiVersion: security-profiles-operator.x-k8s.io/v1, kind: AppArmorProfile, metadata: {name: web}}'],
      [],
    ],
  ])('come from %s', (_, others, expected) => {
    expect(found('apparmor-profile-provided', user, ...others)).toEqual(expected);
  });
});
