import { ApiObject, Duration } from 'cdk8s';
import {
  Acknowledgement,
  Autoscaler,
  ClaimAccessMode,
  DataClaim,
  DisruptionBudget,
  EdgeNamespace,
  Life,
  Placement,
  SecureEdgeApp,
  TopologySpread,
  WritableFolder,
  type SecureEdgeAppProps,
} from 'cdk8s-secure-edge';
import { chartFor, image, manifestOf, manifestsOf, podOf, problemOf, REASON, web, workloadOf } from './apps';

const three = Placement.replicas(3);
const problem = (props: Partial<SecureEdgeAppProps>, target = '1.27'): string => problemOf(() => web(props, target));

describe('a disruption budget', () => {
  test('selects the pods of the app, and a pod that is not ready does not block a drain', () => {
    const budget = manifestOf(
      web({ placement: three, disruptionBudget: DisruptionBudget.maxUnavailable(1) }),
      'PodDisruptionBudget',
    );
    expect(budget).toEqual({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  });

  test.each([
    ['1.13', 'policy/v1beta1'],
    ['1.20', 'policy/v1beta1'],
    ['1.21', 'policy/v1'],
    ['1.26', 'policy/v1'],
  ])('of %s has the apiVersion %s, and no policy for pods that are not ready', (version, apiVersion) => {
    const app = web({ placement: three, disruptionBudget: DisruptionBudget.minAvailable('50%') }, version);
    const budget = manifestOf(app, 'PodDisruptionBudget');
    expect(budget.apiVersion).toBe(apiVersion);
    expect(budget.spec).toEqual({
      minAvailable: '50%',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
    });
  });

  test.each<[DisruptionBudget, Partial<SecureEdgeAppProps>, string]>([
    [DisruptionBudget.minAvailable(3), { placement: three }, 'lets none of 3 replicas stop'],
    [DisruptionBudget.minAvailable('67%'), { placement: three }, 'lets none of 3 replicas stop'],
    [DisruptionBudget.maxUnavailable(3), { placement: three }, 'lets all 3 replicas stop'],
    [DisruptionBudget.maxUnavailable('67%'), { placement: three }, 'lets all 3 replicas stop'],
    [DisruptionBudget.maxUnavailable(1), {}, 'needs two replicas or more'],
    [DisruptionBudget.maxUnavailable(1), { placement: Placement.gateway('gateway-7') }, 'needs two replicas or more'],
    [DisruptionBudget.maxUnavailable(1), { placement: Placement.everyGateway() }, 'got a DaemonSet'],
    [DisruptionBudget.maxUnavailable(1), { placement: three, life: Life.once() }, 'got a Job'],
    [
      DisruptionBudget.minAvailable(2),
      { autoscaler: Autoscaler.replicas(2, 5, { cpuPercent: 70 }) },
      'lets none of 2 replicas stop',
    ],
  ])('that blocks a drain, or protects nothing, is rejected (%#)', (disruptionBudget, props, message) => {
    expect(problem({ ...props, disruptionBudget })).toContain(message);
  });

  test.each([
    [DisruptionBudget.minAvailable(2)],
    [DisruptionBudget.minAvailable('66%')],
    [DisruptionBudget.maxUnavailable(2)],
    [DisruptionBudget.maxUnavailable('66%')],
  ])('that lets some replicas stop is accepted (%#)', (disruptionBudget) => {
    expect(() => web({ placement: three, disruptionBudget })).not.toThrow();
  });

  test.each([0, -1, 1.5, '0%', '101%', '1', 'half', '', Number.NaN])('of %p is rejected', (count) => {
    expect(problemOf(() => DisruptionBudget.maxUnavailable(count))).toContain('maxUnavailable must be');
    expect(problemOf(() => DisruptionBudget.minAvailable(count))).toContain('minAvailable must be');
  });

  test('for izuma-edge is rejected with its Pod', () => {
    const placement = Placement.gateway('gateway-7');
    expect(problem({ placement, disruptionBudget: DisruptionBudget.maxUnavailable(1) }, 'izuma-edge')).toContain(
      'a Pod',
    );
  });
});

describe('an autoscaler', () => {
  const autoscaler = Autoscaler.replicas(2, 6, {
    cpuPercent: 70,
    memoryPercent: 85,
    scaleDownAfter: Duration.minutes(10),
  });

  test('scales the Deployment, which has no number of replicas', () => {
    const app = web({ autoscaler });
    expect(manifestOf(app, 'HorizontalPodAutoscaler')).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
          { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 85 } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
      },
    });
    expect(workloadOf(app).spec).not.toHaveProperty('replicas');
    expect(app.hasAutoscaler).toBe(true);
  });

  test('of an older target has an older apiVersion, and no window before 1.18', () => {
    const plain = Autoscaler.replicas(1, 2, { cpuPercent: 50 });
    expect(manifestOf(web({ autoscaler: plain }, '1.13'), 'HorizontalPodAutoscaler')).toMatchObject({
      apiVersion: 'autoscaling/v2beta2',
      spec: { metrics: [{ resource: { name: 'cpu' } }] },
    });
    expect(problem({ autoscaler }, '1.17')).toContain('scaleDownAfter of an autoscaler needs Kubernetes 1.18 or later');
    expect(() => web({ autoscaler }, '1.18')).not.toThrow();
  });

  test.each<[Partial<SecureEdgeAppProps>, string]>([
    [{ placement: three }, 'number of replicas is that of the autoscaler, got 3 replicas: use Placement.replicas(1)'],
    [{ placement: Placement.gateway('gateway-7') }, 'got gateway "gateway-7" and a Deployment'],
    [{ placement: Placement.everyGateway() }, 'got every gateway and a DaemonSet'],
    [{ life: Life.once() }, 'got 1 replica and a Job'],
  ])('is rejected beside %j', (props, message) => {
    expect(problem({ ...props, autoscaler })).toContain(message);
  });

  test('is rejected with a claim that only one node can use', () => {
    const chart = chartFor();
    const app = (id: string, accessMode: ClaimAccessMode): SecureEdgeApp =>
      new SecureEdgeApp(chart, id, {
        image,
        autoscaler,
        writableFolders: [
          WritableFolder.persistent('/data', new DataClaim(chart, `data-${id}`, { size: '1Gi', accessMode })),
        ],
      });
    expect(problemOf(() => app('one', ClaimAccessMode.READ_WRITE_ONCE))).toContain(
      'claim "data-one" is ReadWriteOnce, so that pods of only one node can use it, got an autoscaler up to 6 replicas',
    );
    expect(() => app('many', ClaimAccessMode.READ_WRITE_MANY)).not.toThrow();
  });

  test('of cdk8s-plus is rejected with a claim that only one node can use', () => {
    const chart = chartFor();
    const claim = new DataClaim(chart, 'data', { size: '1Gi' });
    const app = new SecureEdgeApp(chart, 'db', {
      image,
      writableFolders: [WritableFolder.persistent('/data', claim)],
    });
    expect(problemOf(() => app.markHasAutoscaler())).toContain('claim "data" is ReadWriteOnce');
  });

  test.each<[number, number, object, string]>([
    [0, 3, { cpuPercent: 70 }, 'least must be a whole number, 1 or more, got 0'],
    [3, 3, { cpuPercent: 70 }, 'most must be a whole number that is more than least'],
    [1, 3, {}, 'cpuPercent or memoryPercent must be set'],
    [1, 3, { cpuPercent: 0 }, 'cpuPercent must be a whole number, 1 or more, got 0'],
    [1, 3, { memoryPercent: 1.5 }, 'memoryPercent must be a whole number, 1 or more, got 1.5'],
    [1, 3, { cpuPercent: 70, scaleDownAfter: 3601 }, 'scaleDownAfter must be a whole number of seconds from 0 to 3600'],
  ])('from %p to %p with %j is rejected', (least, most, options, message) => {
    expect(problemOf(() => Autoscaler.replicas(least, most, options))).toContain(message);
  });
});

describe('a topology spread', () => {
  test('selects the pods of the app', () => {
    const topologySpread = [
      TopologySpread.overNodes({ required: true }),
      TopologySpread.overGroups('example.com/site', { maxSkew: 2 }),
    ];
    const labelSelector = { matchLabels: { 'app.kubernetes.io/name': 'web' } };
    expect(podOf(web({ placement: three, topologySpread })).spec.topologySpreadConstraints).toEqual([
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
      { maxSkew: 2, topologyKey: 'example.com/site', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
    ]);
  });

  test('is a preference before 1.18, which the manifest records', () => {
    const app = web({ placement: three, topologySpread: [TopologySpread.overZones()] }, '1.17');
    expect(podOf(app).spec).not.toHaveProperty('topologySpreadConstraints');
    expect(podOf(app).spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toEqual([
      {
        weight: 100,
        podAffinityTerm: {
          topologyKey: 'topology.kubernetes.io/zone',
          labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        },
      },
    ]);
    expect(app.losses).toEqual([
      expect.objectContaining({ field: 'spec.topologySpreadConstraints', instead: 'pod anti-affinity' }),
    ]);
  });

  test('of one replica, or of the same nodes twice, is rejected', () => {
    const nodes = TopologySpread.overNodes();
    expect(problem({ topologySpread: [nodes] })).toContain('topology spread needs two replicas or more, got 1 replica');
    expect(problem({ placement: Placement.everyGateway(), topologySpread: [nodes] })).toContain('got every gateway');
    expect(problem({ placement: three, topologySpread: [nodes, nodes] })).toContain(
      'topology spread over "kubernetes.io/hostname" is given twice',
    );
    expect(problemOf(() => TopologySpread.overNodes({ maxSkew: 0 }))).toContain('maxSkew must be a whole number, 1 or');
    expect(problemOf(() => TopologySpread.overGroups('no label'))).toContain('label');
  });
});

describe('a priority class', () => {
  test('is that of the pods, by name or as an object', () => {
    expect(podOf(web({ priorityClass: 'gateway-app' })).spec.priorityClassName).toBe('gateway-app');
    const chart = chartFor();
    const own = new ApiObject(chart, 'own', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'own' },
    });
    expect(podOf(new SecureEdgeApp(chart, 'web', { image, priorityClass: own })).spec.priorityClassName).toBe('own');
  });

  test('of the cluster is rejected for apps, unless its finding is acknowledged', () => {
    const priorityClass = 'system-node-critical';
    expect(problem({ priorityClass })).toContain(
      'priorityClass "system-node-critical" is for components of the cluster: use a class of your own',
    );
    const acknowledgements = [new Acknowledgement({ rule: 'no-system-priority', reason: REASON })];
    expect(() => web({ priorityClass, acknowledgements })).not.toThrow();
    expect(() => web({ priorityClass, placement: Placement.everyGateway() })).not.toThrow();
    const system = chartFor('1.27', { namespace: 'kube-system' });
    expect(() => new SecureEdgeApp(system, 'web', { image, priorityClass })).not.toThrow();
  });

  test('with a name that no class can have, or of another kind, is rejected', () => {
    expect(problem({ priorityClass: 'system-mine' })).toContain('names with "system-" are reserved');
    expect(problem({ priorityClass: 'A' })).toContain('priorityClass must');
    const namespace = new EdgeNamespace(chartFor(), 'shop').node.findChild('Namespace') as ApiObject;
    expect(problem({ priorityClass: namespace })).toContain('must be a PriorityClass or its name, got the Namespace');
    expect(problem({ priorityClass: 'own', placement: Placement.gateway('g') }, 'izuma-edge')).toContain(
      'izuma-edge does not have priority classes',
    );
  });
});

describe('a job', () => {
  const hashed = Life.once({ runsAgainAfterChange: true });

  test('is deleted some time after it ends', () => {
    expect(workloadOf(web({ life: Life.once({ deleteAfter: 3600 }) })).spec.ttlSecondsAfterFinished).toBe(3600);
    const scheduled = web({ life: Life.onSchedule('0 3 * * *', { deleteAfter: Duration.days(1) }) });
    expect(workloadOf(scheduled).spec.jobTemplate.spec.ttlSecondsAfterFinished).toBe(86400);
    expect(workloadOf(web({ life: Life.once() })).spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(problemOf(() => Life.once({ deleteAfter: -1 }))).toContain('deleteAfter must be a whole number of seconds');
  });

  test('stays before 1.21, which the manifest records', () => {
    const app = web({ life: Life.once({ deleteAfter: 60 }) }, '1.20');
    expect(workloadOf(app).spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(app.losses).toEqual([expect.objectContaining({ field: 'spec.ttlSecondsAfterFinished', wanted: '60' })]);
  });

  test('has another name after a change, and the same name without one', () => {
    const nameOf = (props: Partial<SecureEdgeAppProps>): string =>
      manifestsOf(web({ life: hashed, ...props })).find(({ kind }) => kind === 'Job').metadata.name;
    expect(nameOf({})).toMatch(/^web-[0-9a-f]{8}$/);
    expect(nameOf({})).toBe(nameOf({}));
    expect(nameOf({ args: ['a'] })).not.toBe(nameOf({}));
    expect(nameOf({ args: ['a'] })).not.toBe(nameOf({ args: ['b'] }));
    expect(nameOf({ labels: { team: 'edge' } })).not.toBe(nameOf({}));
  });

  test('has another name after a change by a container or an override', () => {
    const nameOf = (change: (app: SecureEdgeApp) => void): string => {
      const app = web({ life: hashed });
      change(app);
      return manifestsOf(app).find(({ kind }) => kind === 'Job').metadata.name;
    };
    const same = nameOf(() => undefined);
    expect(nameOf((app) => app.addInitContainer('before', { image }))).not.toBe(same);
    expect(nameOf((app) => void app.objects.workload.addOverride('/spec/activeDeadlineSeconds', 60))).not.toBe(same);
  });

  test('with a name that is too long for the hash is rejected', () => {
    expect(problem({ life: hashed, name: 'a'.repeat(55) })).toContain('must have at most 54 characters');
    expect(() => web({ life: hashed, name: 'a'.repeat(54) })).not.toThrow();
    expect(problem({ life: hashed, placement: Placement.gateway('g') }, 'izuma-edge')).toContain(
      'runsAgainAfterChange cannot be written for izuma-edge',
    );
  });
});
