import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { Target } from '../../../src/kubernetes/target';
import { convertedService, convertedServices } from '../project';

const server: ServiceDefinition = { expose: ['80'] };

test.each<[ServiceDefinition, string, number | undefined, string]>([
  [{ restart: 'always' }, 'Deployment', undefined, 'converted'],
  [{ restart: 'unless-stopped' }, 'Deployment', undefined, 'approximated'],
  [{ restart: 'no' }, 'Job', 0, 'converted'],
  [{ restart: 'on-failure' }, 'Job', undefined, 'approximated'],
  [{ restart: 'on-failure:3' }, 'Job', 3, 'converted'],
  [{ restart: 'no', ...server }, 'Deployment', undefined, 'approximated'],
  [{ restart: 'on-failure:3', ...server }, 'Deployment', undefined, 'approximated'],
  [{ restart: 'always', deploy: { restart_policy: { condition: 'none' } } }, 'Job', 0, 'by-design'],
])('%j is a %s', (definition, kind, retries, outcome) => {
  const { object, entries } = convertedServices({ web: definition });
  expect(object(kind, 'web').spec.backoffLimit).toBe(retries);
  expect(entries.get('web restart')).toMatchObject({ outcome });
});

test('without restart a service keeps running', () => {
  expect(convertedServices({ web: {} }).object('Deployment', 'web')).toBeDefined();
});

test('the policy of a deployment is accounted for, part by part', () => {
  const { object, entries } = convertedServices({
    web: { deploy: { restart_policy: { condition: 'on-failure', max_attempts: 4, delay: 5000, window: 1000 } } },
  });
  expect(object('Job', 'web').spec.backoffLimit).toBe(4);
  const outcomes = ['condition', 'max_attempts', 'delay', 'window'].map(
    (part) => entries.get(`web deploy.restart_policy.${part}`)?.outcome,
  );
  expect(outcomes).toEqual(['converted', 'converted', 'unsupported', 'unsupported']);
});

test('the end of a service is that of the file, where Kubernetes can do it', () => {
  const { object, entries } = convertedServices({
    web: {
      stop_grace_period: 90_500,
      stop_signal: 'SIGINT',
      init: true,
      post_start: [{ command: ['register'] }, { command: ['second'] }],
      pre_stop: [{ command: ['drain'], user: 'root' }, { command: ['drain', '$(A)'] }],
    },
    other: { stop_signal: 'SIGTERM', init: false },
  });
  const { terminationGracePeriodSeconds, containers } = object('Deployment', 'web').spec.template.spec;
  expect(terminationGracePeriodSeconds).toBe(91);
  expect(containers[0].lifecycle).toEqual({
    postStart: { exec: { command: ['register'] } },
    preStop: { exec: { command: ['drain', '$(A)'] } },
  });
  for (const key of ['stop_signal', 'init', 'post_start[1]', 'pre_stop[0]'])
    expect(entries.get(`web ${key}`)).toMatchObject({ outcome: 'unsupported' });
  for (const key of ['stop_signal', 'init'])
    expect(entries.get(`other ${key}`)).toMatchObject({ outcome: 'by-design' });
});

describe('a placement', () => {
  test.each<[ServiceDefinition, string, object]>([
    [{ scale: 3 }, 'Deployment', { replicas: 3 }],
    [{ deploy: { replicas: 0 } }, 'Deployment', { replicas: 0 }],
    [{ deploy: { mode: 'global' } }, 'DaemonSet', {}],
    [{ deploy: { mode: 'replicated-job', replicas: 2 } }, 'Job', { completions: 2, parallelism: 2 }],
    [{ deploy: { mode: 'global-job' } }, 'Job', {}],
  ])('%j is a %s', (definition, kind, spec) => {
    expect(convertedServices({ web: definition }).object(kind, 'web').spec).toMatchObject(spec);
  });

  test('has the constraints that labels of nodes can express', () => {
    const constraints = [
      'node.labels.zone == north',
      'node.hostname==gw-1',
      'node.platform.arch == x86_64',
      'node.labels.zone != south',
      'node.role == manager',
      'node.labels.a b == c',
    ];
    const { object, entries } = convertedServices({
      web: {
        deploy: { placement: { constraints, preferences: [{ spread: 'node.labels.zone' }], max_replicas_per_node: 1 } },
      },
    });
    expect(object('Deployment', 'web').spec.template.spec.nodeSelector).toEqual({
      zone: 'north',
      'kubernetes.io/hostname': 'gw-1',
      'kubernetes.io/arch': 'amd64',
    });
    const outcomes = constraints.map((_, i) => entries.get(`web deploy.placement.constraints[${i}]`)?.outcome);
    expect(outcomes).toEqual(['converted', 'converted', 'converted', 'unsupported', 'unsupported', 'unsupported']);
    expect(entries.get('web deploy.placement.preferences[0]')?.outcome).toBe('unsupported');
    expect(entries.get('web deploy.placement.max_replicas_per_node')?.outcome).toBe('unsupported');
  });

  test('on a gateway is its only pod', () => {
    const { object, entries } = convertedServices(
      { web: { scale: 3, deploy: { mode: 'global' } } },
      { target: Target.izumaEdge(), gateway: 'gateway-1' },
    );
    expect(object('Pod', 'web').spec.nodeName).toBe('gateway-1');
    expect(entries.get('web scale')?.outcome).toBe('unsupported');
    expect(entries.get('web deploy.mode')?.outcome).toBe('approximated');
  });

  test('on izuma-edge is a DaemonSet without a gateway, where nothing ends', () => {
    const options = { target: Target.izumaEdge() };
    expect(convertedServices({ web: {} }, options).object('DaemonSet', 'web')).toBeDefined();
    expect(() => convertedServices({ web: { restart: 'no' } }, options)).toThrow(/use --gateway NAME/);
  });
});

test.each<[object, object | undefined]>([
  [{ parallelism: 2 }, { maxUnavailable: 2, maxSurge: 0 }],
  [
    { parallelism: 2, order: 'start-first' },
    { maxSurge: 2, maxUnavailable: 0 },
  ],
  [{ parallelism: 0 }, { maxUnavailable: '100%', maxSurge: 0 }],
  [{ delay: 10_000, failure_action: 'rollback' }, undefined],
])('an update with %j is rolling', (config, rollingUpdate) => {
  const { object, entries } = convertedServices({
    web: { deploy: { update_config: config as any, rollback_config: {} } },
  });
  expect(object('Deployment', 'web').spec.strategy?.rollingUpdate).toEqual(rollingUpdate);
  for (const part of Object.keys(config))
    expect(entries.get(`web deploy.update_config.${part}`)?.outcome).toBe(rollingUpdate ? 'converted' : 'unsupported');
  expect(entries.get('web deploy.rollback_config')?.outcome).toBe('unsupported');
});

test('the mode of an endpoint decides about the address of the Service', () => {
  const { object } = convertedServices({ a: { ...server, deploy: { endpoint_mode: 'dnsrr' } }, b: server });
  expect(object('Service', 'a').spec.clusterIP).toBe('None');
  expect(object('Service', 'b').spec.clusterIP).toBeUndefined();
});

test.each([
  ['attach', true, 'by-design'],
  ['develop', {}, 'by-design'],
  ['profiles', ['a'], 'by-design'],
  ['logging', { driver: 'none' }, 'unsupported'],
  ['models', { llm: null }, 'unsupported'],
])('%s is accounted for', (key, value, outcome) => {
  expect(convertedServices({ web: { [key]: value } }).entries.get(`web ${key}`)).toMatchObject({ outcome });
});

test('a service of a provider is left out', () => {
  const { object, entries } = convertedServices({ web: {}, ext: { provider: { type: 'x' } } });
  expect(object('Deployment', 'ext')).toBeUndefined();
  expect(entries.get('ext provider')?.outcome).toBe('unsupported');
});

test('a hook with a secret is left out and masked', () => {
  const command = ['mysqladmin', '-phunter2hunter2', 'shutdown'];
  const { manifests, entries } = convertedServices({ web: { pre_stop: [{ command }] } });
  expect(JSON.stringify(manifests)).not.toContain('hunter2');
  expect(entries.get('web pre_stop[0]')).toMatchObject({
    outcome: 'unsupported',
    value: { command: ['mysqladmin', '***', 'shutdown'] },
  });
});

test.each([
  ['privileged', { privileged: true }],
  ['a user', { user: '5' }],
  ['a folder', { working_dir: '/a' }],
  ['variables', { environment: { A: '1' } }],
])('a hook with %s of its own is left out', (_, hook) => {
  const { container, entries } = convertedService({ pre_stop: [{ command: ['stop'], ...hook }] });
  expect(container).not.toHaveProperty('lifecycle');
  expect(entries.find(({ key }) => key === 'pre_stop[0]')).toMatchObject({ outcome: 'unsupported' });
});
