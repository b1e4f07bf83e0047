import type { Dependency, ServiceDefinition } from '../../../src/compose/service-definition';
import { Target } from '../../../src/kubernetes/target';
import { convertedServices } from '../project';

const after = (condition: string, restart = false): Dependency =>
  ({ condition, restart, required: true }) as Dependency;
const completed = after('service_completed_successfully');
const healthy = after('service_healthy');
const started = after('service_started');
const checked: ServiceDefinition = { healthcheck: { test: ['CMD', 'check'] } };
const standalone = (target: string): any => ({
  target: target === 'izuma-edge' ? Target.izumaEdge() : Target.kubernetes(target),
  gateway: 'gateway-1',
  ...(target !== 'izuma-edge' && { installation: { payload: '/srv/payload', data: '/srv/data', configs: '.configs' } }),
});
const podOf = (workload: any): any => workload.spec.template?.spec ?? workload.spec;
const namesOf = (containers: any[] = []): string[] => containers.map(({ name }) => name);

describe('in a cluster', () => {
  test('a service for whose end only one waits is its init container', () => {
    const { object, entries } = convertedServices({
      web: { depends_on: { migrate: completed } },
      migrate: {},
    });
    expect(namesOf(podOf(object('Deployment', 'web')).initContainers)).toEqual(['migrate']);
    expect(object('Job', 'migrate')).toBeUndefined();
    expect(entries.get('web depends_on.migrate')).toMatchObject({ outcome: 'approximated' });
  });

  test.each<[string, Record<string, ServiceDefinition>]>([
    [
      'two services wait for its end',
      { web: { depends_on: { migrate: completed } }, api: { depends_on: { migrate: completed } }, migrate: {} },
    ],
    [
      'it is on a network of its own',
      { web: { networks: { a: {} }, depends_on: { migrate: completed } }, migrate: { networks: { a: {}, b: {} } } },
    ],
  ])('it is a Job if %s', (_, services) => {
    const { object, entries } = convertedServices(
      services,
      {},
      {
        networks: new Map([
          ['a', {}],
          ['b', {}],
        ]),
      },
    );
    expect(podOf(object('Deployment', 'web')).initContainers).toBeUndefined();
    expect(podOf(object('Job', 'migrate')).containers).toHaveLength(1);
    expect(entries.get('web depends_on.migrate')).toMatchObject({ outcome: 'approximated', field: 'Job' });
  });

  test('services that wait until another is healthy or started have their own pods', () => {
    const { object, entries } = convertedServices({
      web: { depends_on: { db: healthy, cache: started } },
      db: checked,
      cache: {},
    });
    expect(namesOf(podOf(object('Deployment', 'web')).containers)).toEqual(['web']);
    expect(entries.get('web depends_on.db')).toMatchObject({
      outcome: 'approximated',
      reason: expect.stringContaining('readiness'),
    });
    expect(entries.get('web depends_on.cache')).toMatchObject({ outcome: 'approximated' });
  });

  test('a restart of another is a named loss', () => {
    const { entries } = convertedServices({
      web: { depends_on: { db: after('service_started', true) } },
      db: { expose: ['1'] },
    });
    expect(entries.get('web depends_on.db.restart')).toMatchObject({ outcome: 'unsupported' });
  });

  test('nothing waits for a service whose profile is inactive', () => {
    const { entries } = convertedServices(
      { web: { depends_on: { gone: { condition: 'service_started', restart: false, required: false } } } },
      {},
      { inactive: new Map([['gone', ['debug']]]) },
    );
    expect(entries.get('web depends_on.gone')).toMatchObject({ outcome: 'by-design' });
  });
});

describe('in one pod', () => {
  const services: Record<string, ServiceDefinition> = {
    web: { depends_on: { db: healthy, migrate: completed, cache: started } },
    db: checked,
    migrate: { depends_on: { db: healthy } },
    cache: {},
  };

  test('a healthy service is a sidecar with a startup probe, before the init containers that need it', () => {
    const { object, entries, manifests } = convertedServices(services, standalone('1.30'));
    const pod = podOf(object('Deployment', 'web'));
    expect(manifests.filter(({ kind }) => kind === 'Deployment')).toHaveLength(1);
    expect(namesOf(pod.initContainers)).toEqual(['db', 'migrate']);
    expect(pod.initContainers[0]).toMatchObject({
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['check'] } },
    });
    expect(namesOf(pod.containers)).toEqual(['web', 'cache']);
    expect(entries.get('web depends_on.db')).toMatchObject({ outcome: 'converted' });
    expect(entries.get('migrate depends_on.db')).toMatchObject({ outcome: 'converted' });
    expect(entries.get('web depends_on.cache')).toMatchObject({ outcome: 'approximated' });
  });

  test('without sidecars, a service that ends and needs another is rejected and left out', () => {
    const { object, entries } = convertedServices(services, standalone('izuma-edge'));
    const pod = podOf(object('Pod', 'web'));
    expect(pod.initContainers).toBeUndefined();
    expect(namesOf(pod.containers)).toEqual(['web', 'db', 'cache']);
    expect(entries.get('migrate depends_on')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('1.29'),
    });
    expect(entries.get('migrate image')).toMatchObject({ outcome: 'unsupported' });
    expect(entries.get('web depends_on.migrate')).toMatchObject({ outcome: 'unsupported' });
  });

  test('a service restarts with another one whose port is known', () => {
    const db = { expose: ['5432'] };
    const web = { depends_on: { db: after('service_started', true) } };
    const { object, entries } = convertedServices({ web, db }, standalone('1.30'));
    const [{ livenessProbe, startupProbe }] = podOf(object('Deployment', 'web')).containers;
    expect(livenessProbe).toEqual({ tcpSocket: { port: 5432 }, periodSeconds: 5, failureThreshold: 1 });
    expect(startupProbe).toMatchObject({ tcpSocket: { port: 5432 } });
    expect(entries.get('web depends_on.db.restart')).toMatchObject({ outcome: 'approximated' });
    const unknown = convertedServices({ web, db: {} }, standalone('1.30')).entries;
    expect(unknown.get('web depends_on.db.restart')).toMatchObject({ outcome: 'unsupported' });
  });

  test('a pod of services that all end runs once', () => {
    const { object } = convertedServices(
      { a: { restart: 'no', depends_on: { b: completed } }, b: {} },
      standalone('izuma-edge'),
    );
    const pod = object('Pod', 'a').spec;
    expect(pod.restartPolicy).toBe('OnFailure');
    expect(namesOf(pod.initContainers)).toEqual(['b']);
  });
});
