import { Chart, Size } from 'cdk8s';
import {
  AppArmorLoader,
  AppArmorProfile,
  Autoscaler,
  EdgeNamespace,
  Life,
  Placement,
  SeccompInstaller,
  SeccompProfile,
  SecureEdgeApp,
  Weakness,
  type EdgeNamespaceProps,
  type SecureEdgeAppProps,
} from 'cdk8s-secure-edge';
import { chartFor, image, manifestOf, manifestsOf, problemOf, REASON } from './apps';

function factory(props: EdgeNamespaceProps, ...apps: Partial<SecureEdgeAppProps>[]): Chart {
  const chart = chartFor();
  const namespace = new EdgeNamespace(chart, 'factory', props);
  for (const [i, app] of apps.entries()) new SecureEdgeApp(namespace, `app-${i}`, { image, ...app });
  return chart;
}

const problemsAtSynth = (chart: Chart): string[] =>
  chart.node.findAll().flatMap((construct) => construct.node.validate());

describe('a quota', () => {
  test('limits the totals of the namespace', () => {
    const quota = {
      ...{ cpuRequest: '2', cpuLimit: '4', memoryRequest: Size.gibibytes(1), memoryLimit: '2Gi' },
      ...{ pods: 20, claims: 3, storage: '10Gi' },
    };
    expect(manifestOf(factory({ quota }), 'ResourceQuota')).toEqual({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: 'factory' },
      spec: {
        hard: {
          'limits.cpu': '4',
          'limits.memory': '2Gi',
          persistentvolumeclaims: '3',
          pods: '20',
          'requests.cpu': '2',
          'requests.memory': '1Gi',
          'requests.storage': '10Gi',
        },
      },
    });
  });

  test('allows pods with the priority of the system in an object of its own', () => {
    expect(manifestOf(factory({ quota: { systemPods: 5 } }), 'ResourceQuota')).toMatchObject({
      metadata: { name: 'system-priority' },
      spec: {
        hard: { pods: '5' },
        scopeSelector: {
          matchExpressions: [
            {
              scopeName: 'PriorityClass',
              operator: 'In',
              values: ['system-node-critical', 'system-cluster-critical'],
            },
          ],
        },
      },
    });
  });

  test.each<[EdgeNamespaceProps['quota'], Partial<SecureEdgeAppProps>[], string]>([
    [{ cpuRequest: '100m' }, [{}, {}, {}], 'requests.cpu of the quota must be at least 0.15, which its apps have'],
    [{ memoryLimit: '256Mi' }, [{ placement: Placement.replicas(3) }], 'limits.memory of the quota must be at least'],
    [{ pods: 1 }, [{}, { placement: Placement.everyGateway() }], 'pods of the quota must be at least 2'],
    [
      { pods: 3 },
      [{ autoscaler: Autoscaler.replicas(1, 4, { cpuPercent: 70 }) }],
      'pods of the quota must be at least 4',
    ],
    [
      { pods: 2 },
      [{ life: Life.onSchedule('0 3 * * *'), placement: Placement.replicas(3) }],
      'pods of the quota must be at least 3',
    ],
    [
      { cpuLimit: '100' },
      [{ weaknesses: [Weakness.unlimitedResources(REASON)] }],
      'must have limits.cpu, because the quota of the namespace counts it: remove Weakness.unlimitedResources',
    ],
  ])('that the apps exceed is an error at synth (%#)', (quota, apps, message) => {
    expect(problemsAtSynth(factory({ quota: quota! }, ...apps))).toEqual([expect.stringContaining(message)]);
  });

  test('that the apps use up exactly is accepted', () => {
    expect(problemsAtSynth(factory({ quota: { cpuRequest: '150m', pods: 3 } }, {}, {}, {}))).toEqual([]);
  });

  test('counts containers that run together, and the largest init container', () => {
    const withContainers = (...cpu: string[]): Chart => {
      const chart = chartFor();
      const namespace = new EdgeNamespace(chart, 'factory', { quota: { cpuRequest: '300m' } });
      const app = new SecureEdgeApp(namespace, 'web', { image, resources: { cpuRequest: cpu[0]! } });
      app.addContainer('second', { image, resources: { cpuRequest: cpu[1]! } });
      app.addInitContainer('before', { image, resources: { cpuRequest: cpu[2]! } });
      app.addInitContainer('earlier', { image, resources: { cpuRequest: cpu[3]! } });
      return chart;
    };
    expect(problemsAtSynth(withContainers('100m', '200m', '300m', '300m'))).toEqual([]);
    expect(problemsAtSynth(withContainers('100m', '201m', '1m', '1m'))).toHaveLength(1);
    expect(problemsAtSynth(withContainers('1m', '1m', '1m', '301m'))).toHaveLength(1);
  });

  test.each<[object, string]>([
    [{}, 'quota must have an amount'],
    [{ pods: 1.5 }, 'pods of the quota must be a whole number, 0 or more, got 1.5'],
    [{ pods: '3' }, 'quota: pods must be a number'],
    [{ systemPods: -1 }, 'systemPods of the quota must be a whole number'],
    [{ cpuRequest: 'much' }, 'requests.cpu of the quota must be'],
  ])('of %j is rejected', (quota, message) => {
    expect(problemOf(() => factory({ quota }))).toContain(message);
  });
});

describe('limits', () => {
  test('are the largest and the default resources of a container, and the largest claim', () => {
    const limits = {
      defaults: { cpuLimit: '200m', memoryLimit: '64Mi', memoryRequest: '32Mi', ephemeralStorageLimit: '1Gi' },
      ...{ maxCpu: '1', maxMemory: Size.mebibytes(512), maxClaim: '5Gi' },
    };
    expect(manifestOf(factory({ limits }), 'LimitRange')).toEqual({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: 'factory' },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '200m', 'ephemeral-storage': '1Gi', memory: '64Mi' },
            defaultRequest: { memory: '32Mi' },
            max: { cpu: '1', memory: '512Mi' },
          },
          { type: 'PersistentVolumeClaim', max: { storage: '5Gi' } },
        ],
      },
    });
  });

  test('that a container exceeds are an error at synth', () => {
    const limits = { maxMemory: '127Mi' };
    expect(problemsAtSynth(factory({ limits }, {}))).toEqual([
      'limit of memory of container "app-0" in "shop/factory/app-0" must be at most "127Mi", as the limits of the namespace set, got "128Mi"',
    ]);
    expect(problemsAtSynth(factory({ limits: { maxMemory: '128Mi' } }, {}))).toEqual([]);
  });

  test.each<[object, string]>([
    [{}, 'limits must have an amount'],
    [{ maxCpu: 'much' }, 'largest cpu of the limits must be'],
    [{ defaults: { cpuLimit: '2' }, maxCpu: '1' }, 'default cpu must be at most the largest cpu, got "2" and "1"'],
    [{ defaults: { cpuRequest: '2', cpuLimit: '1' } }, 'cpuRequest must be at most cpuLimit'],
    [{ maxClaim: '-1' }, 'maxClaim of the limits'],
  ])('of %j are rejected', (limits, message) => {
    expect(problemOf(() => factory({ limits }))).toContain(message);
  });
});

test.each([
  [
    'AppArmorLoader',
    (chart: Chart, priorityClass: string): unknown =>
      new AppArmorLoader(chart, 'loader', {
        profiles: [new AppArmorProfile({ name: 'web', rules: [] })],
        priorityClass,
      }),
  ],
  [
    'SeccompInstaller',
    (chart: Chart, priorityClass: string): unknown =>
      new SeccompInstaller(chart, 'installer', {
        profiles: [new SeccompProfile({ name: 'web', localhostProfile: 'secure-edge/web.json', syscalls: [] })],
        priorityClass,
      }),
  ],
])('the namespace of a %s with the priority of the system has the quota for it', (_, make) => {
  const [system, own] = [chartFor(), chartFor()];
  make(system, 'system-node-critical');
  make(own, 'loaders');
  expect(manifestOf(system, 'DaemonSet').spec.template.spec.priorityClassName).toBe('system-node-critical');
  const quota = manifestOf(system, 'ResourceQuota');
  expect(quota.metadata.namespace).toBe(manifestOf(system, 'DaemonSet').metadata.namespace);
  expect(manifestOf(own, 'DaemonSet').spec.template.spec.priorityClassName).toBe('loaders');
  expect(manifestsOf(own).filter(({ kind }) => kind === 'ResourceQuota')).toEqual([]);
});
