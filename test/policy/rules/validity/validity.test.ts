import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, yaml: string): string[] =>
  findingsOf([BuiltInRules.named(rule)], yaml).map(({ path }) => path);
const pod = (spec: string, metadata = '{name: p}'): string =>
  `{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: ${spec}}`;
const container = (fields: string, spec = ''): string => pod(`{${spec}containers: [{name: a, ${fields}}]}`);

describe('the security settings of a pod', () => {
  const C = '/spec/containers/0/securityContext';
  test.each([
    [
      'CAP_SYS_ADMIN without privilege escalation',
      container('securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [CAP_SYS_ADMIN]}}'),
      [`${C}/allowPrivilegeEscalation`],
    ],
    [
      'SYS_ADMIN without privilege escalation, which the API server accepts',
      container('securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN]}}'),
      [],
    ],
    [
      'another capability without privilege escalation',
      container('securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [CHOWN]}}'),
      [],
    ],
    [
      'privileged with privilege escalation',
      container('securityContext: {allowPrivilegeEscalation: true, privileged: true}'),
      [],
    ],
    [
      'a user namespace together with a namespace of the node',
      pod('{hostUsers: false, hostIPC: true, hostPID: true}'),
      ['/spec/hostPID', '/spec/hostIPC'],
    ],
    [
      "the node's user namespace together with another namespace of the node",
      pod('{hostUsers: true, hostIPC: true}'),
      [],
    ],
    [
      'an unmasked /proc in a user namespace',
      container('securityContext: {procMount: Unmasked}', 'hostUsers: false, '),
      [],
    ],
    ['a large user id', pod('{securityContext: {runAsUser: 65536}}'), []],
    [
      'a user id too large for a user namespace',
      pod('{hostUsers: false, securityContext: {runAsUser: 65536}}'),
      ['/spec/securityContext/runAsUser'],
    ],
    ['a negative group', container('securityContext: {runAsGroup: -1}'), [`${C}/runAsGroup`]],
    [
      'a sysctl that is set twice in two spellings',
      pod('{securityContext: {sysctls: [{name: net.core.somaxconn}, {name: net/core/somaxconn}]}}'),
      ['/spec/securityContext/sysctls/1/name'],
    ],
    [
      'a sysctl for shared memory in the IPC namespace of the node',
      pod('{hostIPC: true, securityContext: {sysctls: [{name: kernel.shmmax}]}}'),
      ['/spec/securityContext/sysctls/0/name'],
    ],
    [
      'a sysctl for the network in the IPC namespace of the node',
      pod('{hostIPC: true, securityContext: {sysctls: [{name: net.core.somaxconn}]}}'),
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('valid-security-context', yaml)).toEqual(expected);
  });
});

describe('a profile', () => {
  const field = (name: string, value: string): string => container(`securityContext: {${name}: ${value}}`);
  const at = (name: string): string => `/spec/containers/0/securityContext/${name}/localhostProfile`;
  test.each([
    [
      'for AppArmor can start with a slash',
      field('appArmorProfile', '{type: Localhost, localhostProfile: /usr/bin/x}'),
      [],
    ],
    [
      'for seccomp cannot start with a slash',
      field('seccompProfile', '{type: Localhost, localhostProfile: /x.json}'),
      [at('seccompProfile')],
    ],
    [
      'for seccomp cannot contain ..',
      field('seccompProfile', '{type: Localhost, localhostProfile: a/../../x.json}'),
      [at('seccompProfile')],
    ],
    [
      'cannot start or end with spaces',
      field('appArmorProfile', '{type: Localhost, localhostProfile: " x"}'),
      [at('appArmorProfile')],
    ],
    ['cannot be empty', field('appArmorProfile', '{type: Localhost, localhostProfile: ""}'), [at('appArmorProfile')]],
    [
      'has a name only with type Localhost',
      field('seccompProfile', '{type: Unconfined, localhostProfile: x}'),
      [at('seccompProfile')],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('valid-profile-reference', yaml)).toEqual(expected);
  });
});

describe('a volume', () => {
  test('that a StatefulSet creates can be mounted', () => {
    const set = (mount: string): string =>
      `{apiVersion: apps/v1, kind: StatefulSet, spec: {volumeClaimTemplates: [{metadata: {name: data}}], template: {spec: {containers: [{name: a, volumeMounts: [{name: ${mount}}]}]}}}}`;
    expect(found('valid-volumes', set('data'))).toEqual([]);
    expect(found('valid-volumes', set('date'))).toEqual(['/spec/template/spec/containers/0/volumeMounts/0/name']);
  });

  test.each([
    ['16Mi', 0],
    ['0', 0],
    ['1.5G', 0],
    ['-1Mi', 1],
    ['much', 1],
  ])('with the size %s', (size, findings) => {
    expect(found('valid-volumes', pod(`{volumes: [{name: v, emptyDir: {sizeLimit: "${size}"}}]}`))).toHaveLength(
      findings,
    );
  });
});

describe('metadata', () => {
  const object = (metadata: string, more = ''): string =>
    `{apiVersion: v1, kind: ConfigMap, metadata: ${metadata}${more}}`;
  const long = (size: number): string => 'x'.repeat(size);

  test.each([
    ['a label of 63 characters', object(`{labels: {a: ${long(63)}}}`), []],
    ['a label of 64 characters', object(`{labels: {a: ${long(64)}}}`), ['/metadata/labels/a']],
    ['a key with a domain', object('{labels: {example.com/a_b.c: x}}'), []],
    ['a key with two slashes', object('{labels: {a/b/c: x}}'), ['/metadata/labels/a~1b~1c']],
    ['a label that is null', object('{labels: {a: null}}'), []],
    ['annotations of 256 KiB', object(`{annotations: {a: ${long(256 * 1024 - 1)}}}`), []],
    ['annotations of more than 256 KiB', object(`{annotations: {a: ${long(256 * 1024)}}}`), ['/metadata/annotations']],
    ['data of 1 MiB', object('{}', `, data: {a: ${long(1024 * 1024)}}`), []],
    ['data of more than 1 MiB', object('{}', `, data: {a: ${long(1024 * 1024)}, b: x}`), ['/data']],
  ])('%s', (_, yaml, expected) => {
    expect(found('valid-metadata', yaml)).toEqual(expected);
  });

  test('checks a template like its object', () => {
    const job = '{apiVersion: batch/v1, kind: Job, spec: {template: {metadata: {labels: {a: a b}}, spec: {}}}}';
    expect(found('valid-metadata', job)).toEqual(['/spec/template/metadata/labels/a']);
  });
});

test('distinguishes the containers of a pod by name, regardless of their kind', () => {
  const yaml = pod(
    '{initContainers: [{name: a}, {name: B}], containers: [{name: a}], ephemeralContainers: [{name: c}]}',
  );
  expect(found('valid-containers', yaml)).toEqual(['/spec/initContainers/1/name', '/spec/containers/0/name']);
});

describe('requests and limits', () => {
  const R = '/spec/containers/0/resources';
  test.each([
    ['the same amount in two spellings', '{requests: {cpu: 2300m}, limits: {cpu: "2.3"}}', []],
    ['the same size in two spellings', '{requests: {memory: 1Gi}, limits: {memory: 1024Mi}}', []],
    [
      'a request that is larger by a thousandth',
      '{requests: {cpu: 2301m}, limits: {cpu: "2.3"}}',
      [`${R}/requests/cpu`],
    ],
    ['a size that is not a quantity', '{limits: {memory: 64MB}}', [`${R}/limits/memory`]],
  ])('%s', (_, resources, expected) => {
    expect(found('valid-resources', container(`resources: ${resources}`))).toEqual(expected);
  });
});
