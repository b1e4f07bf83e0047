import { BuiltInRules } from '../../../src/policy/built-in-rules';
import { findingsOf } from '../judging';

const found = (rule: string, yaml: string): string[] =>
  findingsOf([BuiltInRules.named(rule)], yaml).map(({ path }) => path);
const pod = (spec: string, metadata = '{name: p}'): string =>
  `{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: ${spec}}`;
const container = (fields: string, spec = ''): string => pod(`{${spec}containers: [{name: a, ${fields}}]}`);

describe('what a pod says of its privileges', () => {
  const C = '/spec/containers/0/securityContext';
  test.each([
    [
      'SYS_ADMIN without gaining',
      container('securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN]}}'),
      [`${C}/allowPrivilegeEscalation`],
    ],
    [
      'another capability without gaining',
      container('securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [CHOWN]}}'),
      [],
    ],
    ['privileged that may gain', container('securityContext: {allowPrivilegeEscalation: true, privileged: true}'), []],
    [
      'a user namespace beside that of the node',
      pod('{hostUsers: false, hostIPC: true, hostPID: true}'),
      ['/spec/hostPID', '/spec/hostIPC'],
    ],
    ["the node's user namespace beside another of the node", pod('{hostUsers: true, hostIPC: true}'), []],
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
    ['a user that is a text', container('securityContext: {runAsUser: "1250"}'), [`${C}/runAsUser`]],
    [
      'a sysctl twice, spelled two ways',
      pod('{securityContext: {sysctls: [{name: net.core.somaxconn}, {name: net/core/somaxconn}]}}'),
      ['/spec/securityContext/sysctls/1/name'],
    ],
    [
      'a sysctl of shared memory with that of the node',
      pod('{hostIPC: true, securityContext: {sysctls: [{name: kernel.shmmax}]}}'),
      ['/spec/securityContext/sysctls/0/name'],
    ],
    [
      "a sysctl of the network with the node's memory",
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
      'of AppArmor may have a slash first',
      field('appArmorProfile', '{type: Localhost, localhostProfile: /usr/bin/x}'),
      [],
    ],
    [
      'of seccomp may not',
      field('seccompProfile', '{type: Localhost, localhostProfile: /x.json}'),
      [at('seccompProfile')],
    ],
    [
      'of seccomp may not climb',
      field('seccompProfile', '{type: Localhost, localhostProfile: a/../../x.json}'),
      [at('seccompProfile')],
    ],
    [
      'has no blanks around it',
      field('appArmorProfile', '{type: Localhost, localhostProfile: " x"}'),
      [at('appArmorProfile')],
    ],
    ['is not empty', field('appArmorProfile', '{type: Localhost, localhostProfile: ""}'), [at('appArmorProfile')]],
    [
      'is of Localhost alone',
      field('seccompProfile', '{type: Unconfined, localhostProfile: x}'),
      [at('seccompProfile')],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('valid-profile-reference', yaml)).toEqual(expected);
  });
});

describe('a volume', () => {
  test('that a StatefulSet makes may be mounted', () => {
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
  ])('of the size %s', (size, findings) => {
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
    ['a label that is nothing', object('{labels: {a: null}}'), []],
    ['annotations of 256 KiB', object(`{annotations: {a: ${long(256 * 1024 - 1)}}}`), []],
    ['annotations of more', object(`{annotations: {a: ${long(256 * 1024)}}}`), ['/metadata/annotations']],
    ['data of 1 MiB', object('{}', `, data: {a: ${long(1024 * 1024)}}`), []],
    ['data of more', object('{}', `, data: {a: ${long(1024 * 1024)}, b: x}`), ['/data']],
  ])('%s', (_, yaml, expected) => {
    expect(found('valid-metadata', yaml)).toEqual(expected);
  });

  test('of a template is judged like that of its object', () => {
    const job = '{apiVersion: batch/v1, kind: Job, spec: {template: {metadata: {labels: {a: 5}}, spec: {}}}}';
    expect(found('valid-metadata', job)).toEqual(['/spec/template/metadata/labels/a']);
  });
});

test("a pod's containers are told apart by name, whatever they are", () => {
  const yaml = pod(
    '{initContainers: [{name: a}, {name: B}], containers: [{name: a}], ephemeralContainers: [{name: c}]}',
  );
  expect(found('valid-containers', yaml)).toEqual(['/spec/initContainers/1/name', '/spec/containers/0/name']);
});
