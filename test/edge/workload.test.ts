import { Duration } from 'cdk8s';
import { Life, Placement, Port, TaintEffect, UpdatePolicy, WritableFolder } from 'cdk8s-secure-edge';
import { image, manifestsOf, podOf, problemOf, web, workloadOf } from './apps';

const placements = {
  gateway: Placement.gateway('gateway-1'),
  every: Placement.everyGateway(),
  replicas: Placement.replicas(3),
  one: Placement.replicas(1),
};
const lives = { keepsRunning: Life.keepsRunning(), once: Life.once(), schedule: Life.onSchedule('0 3 * * *') };
type PlacementName = keyof typeof placements;
type LifeName = keyof typeof lives;

const CLUSTERS = ['1.13', '1.27', '1.37'];

test('a Job has the number of retries', () => {
  expect(workloadOf(web({ life: Life.once({ retries: 0 }) })).spec.backoffLimit).toBe(0);
  expect(workloadOf(web({ life: Life.once() })).spec).not.toHaveProperty('backoffLimit');
});

describe('on a cluster', () => {
  test.each<[PlacementName, LifeName, string, string]>([
    ['gateway', 'keepsRunning', 'Deployment', 'Always'],
    ['gateway', 'once', 'Job', 'OnFailure'],
    ['gateway', 'schedule', 'CronJob', 'OnFailure'],
    ['every', 'keepsRunning', 'DaemonSet', 'Always'],
    ['replicas', 'keepsRunning', 'Deployment', 'Always'],
    ['replicas', 'once', 'Job', 'OnFailure'],
    ['replicas', 'schedule', 'CronJob', 'OnFailure'],
  ])('%s, %s becomes a %s with restart policy %s', (placement, life, kind, restartPolicy) => {
    for (const version of CLUSTERS) {
      const app = web({ placement: placements[placement], life: lives[life] }, version);
      expect(app.kind).toBe(kind);
      expect(workloadOf(app).kind).toBe(kind);
      expect(podOf(app).spec.restartPolicy).toBe(restartPolicy);
    }
  });

  test.each<[LifeName, string]>([
    ['once', 'runs once'],
    ['schedule', 'runs on a schedule'],
  ])('every gateway, %s is rejected', (life, words) => {
    expect(problemOf(() => web({ placement: placements.every, life: lives[life] }))).toBe(
      `SecureEdgeApp "shop/web": placement (every gateway) of an app that ${words} cannot be written for 1.27: ` +
        'Kubernetes cannot run a pod once on every node: use Placement.gateway or Life.keepsRunning',
    );
  });

  test.each<LifeName>(['keepsRunning', 'once', 'schedule'])(
    'a gateway is selected by its host name, so that the scheduler checks the pod (%s)',
    (life) => {
      const { spec } = podOf(web({ placement: placements.gateway, life: lives[life] }));
      expect(spec.nodeSelector).toEqual({ 'kubernetes.io/hostname': 'gateway-1' });
      expect(spec.nodeName).toBeUndefined();
    },
  );

  test('a workload selects the pods of its template', () => {
    for (const placement of [placements.replicas, placements.every]) {
      const { selector, template } = workloadOf(web({ placement, labels: { team: 'edge' } })).spec;
      expect(selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'web' } });
      expect(template.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'web', team: 'edge' });
    }
  });

  test('the number of replicas is that of a Deployment, and the parallelism of a Job', () => {
    const spec = (placement: PlacementName, life: LifeName): any =>
      workloadOf(web({ placement: placements[placement], life: lives[life] })).spec;
    expect(spec('replicas', 'keepsRunning').replicas).toBe(3);
    expect(spec('gateway', 'keepsRunning').replicas).toBe(1);
    expect(spec('every', 'keepsRunning').replicas).toBeUndefined();
    expect(spec('replicas', 'once')).toMatchObject({ parallelism: 3, completions: 3 });
    expect(spec('one', 'once').parallelism).toBeUndefined();
    expect(spec('replicas', 'schedule').jobTemplate.spec).toMatchObject({ parallelism: 3, completions: 3 });
  });

  test('a schedule skips a run if the previous one has not ended', () => {
    expect(workloadOf(web({ life: lives.schedule })).spec).toMatchObject({
      schedule: '0 3 * * *',
      concurrencyPolicy: 'Forbid',
    });
  });

  test('an app can have 0 replicas', () => {
    expect(workloadOf(web({ placement: Placement.replicas(0) })).spec.replicas).toBe(0);
  });

  test('an app that ends has no default probes', () => {
    const ports = [Port.tcp(8080)];
    expect(podOf(web({ life: lives.keepsRunning, ports })).spec.containers[0].livenessProbe).toBeDefined();
    expect(podOf(web({ life: lives.once, ports })).spec.containers[0].livenessProbe).toBeUndefined();
    expect(podOf(web({ life: lives.schedule, ports })).spec.containers[0].readinessProbe).toBeUndefined();
  });
});

describe('on izuma-edge', () => {
  test.each<[PlacementName, LifeName, string, string]>([
    ['gateway', 'keepsRunning', 'Pod', 'Always'],
    ['gateway', 'once', 'Pod', 'OnFailure'],
    ['every', 'keepsRunning', 'DaemonSet', 'Always'],
  ])('%s, %s becomes a %s with restart policy %s', (placement, life, kind, restartPolicy) => {
    const app = web({ placement: placements[placement], life: lives[life] }, 'izuma-edge');
    expect(app.kind).toBe(kind);
    expect(podOf(app).spec.restartPolicy).toBe(restartPolicy);
  });

  test.each<[PlacementName, LifeName, RegExp]>([
    [
      'gateway',
      'schedule',
      /\(gateway "gateway-1"\) .* runs on a schedule .*: izuma-edge does not run schedules: use Life\.keepsRunning/,
    ],
    ['every', 'once', /\(every gateway\) .* runs once .*: Kubernetes cannot run a pod once on every node: use/],
    [
      'every',
      'schedule',
      /\(every gateway\) .* runs on a schedule .*: izuma-edge does not run schedules: use Life\.keepsRunning/,
    ],
    [
      'replicas',
      'keepsRunning',
      /\(3 replicas\) .* keeps running .*: izuma-edge does not schedule replicas: use Placement\.gateway/,
    ],
    [
      'replicas',
      'once',
      /\(3 replicas\) .* runs once .*: izuma-edge does not schedule replicas: use Placement\.gateway/,
    ],
    [
      'replicas',
      'schedule',
      /\(3 replicas\) .* on a schedule .*: izuma-edge does not schedule replicas: use Placement\.gateway/,
    ],
    [
      'one',
      'keepsRunning',
      /\(1 replica\) .* keeps running .*: izuma-edge does not schedule replicas: use Placement\.gateway/,
    ],
  ])('%s, %s is rejected', (placement, life, message) => {
    expect(problemOf(() => web({ placement: placements[placement], life: lives[life] }, 'izuma-edge'))).toMatch(
      message,
    );
  });

  test('an app becomes a pod that is bound to its gateway, and a network policy', () => {
    const app = web({ placement: placements.gateway, podAnnotations: { a: 'b' } }, 'izuma-edge');
    expect(manifestsOf(app).map((m) => m.kind)).toEqual(['NetworkPolicy', 'Pod']);
    const { metadata, spec } = podOf(app);
    expect(metadata).toMatchObject({ name: 'web', labels: { 'app.kubernetes.io/name': 'web' } });
    expect(metadata.annotations).toEqual({
      a: 'b',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
      'secure-edge.dev/kubernetes': 'izuma-edge',
    });
    expect(spec).toMatchObject({ nodeName: 'gateway-1', automountServiceAccountToken: false });
    expect(spec.nodeSelector).toBeUndefined();
    expect(spec.serviceAccountName).toBeUndefined();
    expect(spec.securityContext.seccompProfile).toBeUndefined();
    expect(spec.securityContext.runAsGroup).toBe(65532);
  });
});

describe('nodes', () => {
  test('on one gateway continue while it has no link', () => {
    const tolerations = (options: object, target = '1.27'): unknown =>
      podOf(web({ placement: Placement.gateway('g', options) }, target)).spec.tolerations;
    const lost = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
    }));
    expect(tolerations({})).toEqual(lost);
    expect(tolerations({ evictAfter: Duration.minutes(5) })).toEqual(
      lost.map((each) => ({ ...each, tolerationSeconds: 300 })),
    );
    expect(tolerations({ tolerations: [{}] })).toEqual([{ operator: 'Exists' }]);
    const own = { key: 'node.kubernetes.io/not-ready', effect: TaintEffect.NO_EXECUTE, seconds: 60 };
    expect(tolerations({ tolerations: [own] })).toEqual([{ ...lost[0], tolerationSeconds: 60 }, lost[1]]);
    const scheduled = { key: 'node.kubernetes.io/not-ready', effect: TaintEffect.NO_SCHEDULE };
    expect(tolerations({ tolerations: [scheduled] })).toHaveLength(3);
    expect(tolerations({}, 'izuma-edge')).toBeUndefined();
    expect(tolerations({ evictAfter: 30 }, 'izuma-edge')).toHaveLength(2);
    const moved = Placement.gateway('g', { evictAfter: 30 }).withNodeLabels({ zone: 'a' });
    expect(podOf(web({ placement: moved })).spec.tolerations[0].tolerationSeconds).toBe(30);
  });

  test('reject a time that is not one, and a time without its effect', () => {
    expect(problemOf(() => Placement.gateway('g', { evictAfter: -1 }))).toBe(
      'Placement: evictAfter must be a whole number of seconds, 0 or more, got -1',
    );
    expect(problemOf(() => Placement.everyGateway({ tolerations: [{ key: 'a', seconds: 5 }] }))).toBe(
      'Placement: seconds of a toleration need the effect NoExecute, got undefined: set effect',
    );
  });

  test('with a persistent folder end before the next one starts', () => {
    const folder = WritableFolder.persistent('/var/lib/web', 'data');
    expect(workloadOf(web({ writableFolders: [folder] })).spec.strategy).toEqual({ type: 'Recreate' });
    const app = web();
    expect(workloadOf(app).spec).not.toHaveProperty('strategy');
    const sidecar = web();
    sidecar.addSidecar('store', { image, writableFolders: [folder] });
    expect(workloadOf(sidecar).spec.strategy).toEqual({ type: 'Recreate' });
    const rolling = web({ writableFolders: [folder], update: UpdatePolicy.rolling() });
    expect(workloadOf(rolling).spec.strategy.type).toBe('RollingUpdate');
    const daemon = web({ writableFolders: [folder], placement: Placement.everyGateway() });
    expect(workloadOf(daemon).spec).not.toHaveProperty('updateStrategy');
  });

  test('are selected by labels and tolerations', () => {
    const placement = Placement.everyGateway({
      nodeLabels: { role: 'gateway' },
      tolerations: [
        {},
        { key: 'a' },
        { key: 'a', value: 'b', effect: TaintEffect.NO_EXECUTE },
        { effect: TaintEffect.NO_SCHEDULE },
      ],
    }).withNodeLabels({ zone: 'west' });
    expect(podOf(web({ placement })).spec).toMatchObject({
      nodeSelector: { role: 'gateway', zone: 'west' },
      tolerations: [
        { operator: 'Exists' },
        { key: 'a', operator: 'Exists' },
        { key: 'a', operator: 'Equal', value: 'b', effect: 'NoExecute' },
        { operator: 'Exists', effect: 'NoSchedule' },
      ],
    });
  });

  test('are not restricted by default', () => {
    const { spec } = podOf(web());
    expect(spec.nodeSelector).toBeUndefined();
    expect(spec.tolerations).toBeUndefined();
  });

  const labelled = (...pairs: [string, string][]): Placement =>
    Placement.replicas(1, { nodeLabels: Object.fromEntries(pairs) });
  test.each([
    [Placement.gateway('a'), Placement.gateway('a'), true],
    [Placement.gateway('a'), Placement.gateway('b'), false],
    [Placement.gateway('a'), Placement.everyGateway(), true],
    [labelled(['role', 'x']), labelled(['role', 'x']), true],
    [labelled(['role', 'x']), labelled(['role', 'y']), false],
    [labelled(['role', 'x']), labelled(['zone', 'y']), true],
    [labelled(['role', 'x'], ['zone', 'y']), labelled(['role', 'x'], ['zone', 'z']), false],
  ])('of two placements can be the same: case %#', (one, other, meet) => {
    expect(one.mayShareNodeWith(other)).toBe(meet);
    expect(other.mayShareNodeWith(one)).toBe(meet);
  });
});

describe('an update policy', () => {
  test.each([
    [UpdatePolicy.rolling(), { type: 'RollingUpdate' }],
    [
      UpdatePolicy.rolling({ maxUnavailable: '0', maxSurge: '25%' }),
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    ],
    [
      UpdatePolicy.rolling({ maxUnavailable: undefined, maxSurge: '1' }),
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    ],
    [UpdatePolicy.recreate(), { type: 'Recreate' }],
  ])('of a Deployment: case %#', (update, strategy) => {
    expect(workloadOf(web({ update })).spec.strategy).toEqual(strategy);
  });

  test.each([
    [
      UpdatePolicy.rolling({ maxUnavailable: '50%' }),
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '50%' } },
    ],
    [
      UpdatePolicy.rolling({ maxSurge: '1' }),
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    ],
    [
      UpdatePolicy.rolling({ maxSurge: '1', maxUnavailable: '0%' }),
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '0%' } },
    ],
    [UpdatePolicy.rolling(), { type: 'RollingUpdate' }],
    [UpdatePolicy.onDelete(), { type: 'OnDelete' }],
  ])('of a DaemonSet: case %#', (update, updateStrategy) => {
    const placement = Placement.everyGateway();
    expect(workloadOf(web({ update, placement })).spec.updateStrategy).toEqual(updateStrategy);
    expect(workloadOf(web({ update, placement })).spec.strategy).toBeUndefined();
  });

  test('is unset by default', () => {
    expect(workloadOf(web()).spec.strategy).toBeUndefined();
    expect(workloadOf(web({ placement: Placement.everyGateway() })).spec.updateStrategy).toBeUndefined();
  });

  const refused = (update: UpdatePolicy, placement: Placement, life = Life.keepsRunning(), target = '1.27'): string =>
    problemOf(() => web({ update, placement, life }, target));
  test.each([
    [
      refused.bind(null, UpdatePolicy.onDelete(), placements.one),
      'update policy of a Deployment must be RollingUpdate or Recreate, got OnDelete',
    ],
    [
      refused.bind(null, UpdatePolicy.recreate(), placements.every),
      'update policy of a DaemonSet must be RollingUpdate or OnDelete, got Recreate',
    ],
    [
      refused.bind(null, UpdatePolicy.recreate(), placements.one, Life.once()),
      'a Job does not have an update strategy: remove the update policy',
    ],
    [
      refused.bind(null, UpdatePolicy.recreate(), placements.one, lives.schedule),
      'a CronJob does not have an update strategy: remove the update policy',
    ],
    [
      refused.bind(null, UpdatePolicy.rolling(), placements.gateway, lives.keepsRunning, 'izuma-edge'),
      'a Pod does not have an update strategy: remove the update policy',
    ],
    [
      refused.bind(null, UpdatePolicy.rolling({ maxSurge: '1' }), placements.every, lives.keepsRunning, '1.21'),
      'maxSurge of a DaemonSet must be unset on 1.21, because it needs Kubernetes 1.22 or later: remove it',
    ],
    [
      refused.bind(null, UpdatePolicy.rolling({ maxSurge: '1', maxUnavailable: '1' }), placements.every),
      'maxUnavailable of a DaemonSet with maxSurge must be 0 or unset, got "1": remove it',
    ],
    [
      refused.bind(null, UpdatePolicy.rolling({ maxUnavailable: '0' }), placements.every),
      'maxUnavailable of a DaemonSet without maxSurge must be more than 0, because no pod could be replaced',
    ],
  ])('is rejected if the kind does not support it: case %#', (message, expected) => {
    expect(message()).toBe(`SecureEdgeApp "shop/web": ${expected}`);
  });

  test('of a DaemonSet can have maxSurge from 1.22 on', () => {
    const app = web({ update: UpdatePolicy.rolling({ maxSurge: '1' }), placement: placements.every }, '1.22');
    expect(workloadOf(app).spec.updateStrategy.rollingUpdate.maxSurge).toBe(1);
  });
});
