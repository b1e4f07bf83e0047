import fc from 'fast-check';
import { planPods, type PodPlan } from '../../../src/compose/pods/pod-plan';
import type { Dependency, ServiceDefinition } from '../../../src/compose/service-definition';
import { Target } from '../../../src/kubernetes/target';
import { projectOf } from '../project';

const STANDALONE = { target: Target.izumaEdge(), accepted: new Map<string, string>() };
const WITH_SIDECARS = {
  ...STANDALONE,
  target: Target.kubernetes('1.30'),
  installation: { payload: '/srv/payload', data: '/srv/data' },
};
const CLUSTER = { target: Target.kubernetes('1.30'), accepted: new Map<string, string>() };

const plan = (services: Record<string, ServiceDefinition>, options: typeof CLUSTER = STANDALONE): PodPlan =>
  planPods(projectOf(services), options);
const podsOf = ({ pods }: PodPlan): string[][] => pods.map(({ containers }) => [...containers.keys()]);
const parsec = (user?: string): ServiceDefinition => ({
  volumes: [{ type: 'bind', source: '/run/parsec', target: '/run/parsec' }],
  ...(user !== undefined && { user }),
});

describe('without Services', () => {
  test('services on one network share a pod, and others do not', () => {
    const services = {
      a: { networks: { x: {} } },
      b: { networks: { y: {} } },
      c: { networks: { x: {}, z: {} } },
      d: { networks: { z: {} } },
    };
    expect(podsOf(plan(services))).toEqual([['a', 'c', 'd'], ['b']]);
    expect(podsOf(plan(services, CLUSTER))).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('services on the network of the gateway, or on none, have their own pods', () => {
    expect(podsOf(plan({ a: {}, b: { network_mode: 'host' }, c: { network_mode: 'none' }, d: {} }))).toEqual([
      ['a', 'd'],
      ['b'],
      ['c'],
    ]);
  });

  test('a service that shares the namespace of another is in its pod', () => {
    const services = { a: { network_mode: 'host' }, b: { network_mode: 'service:a' } };
    expect(podsOf(plan(services))).toEqual([['a', 'b']]);
    expect(podsOf(plan(services, CLUSTER))).toEqual([['a', 'b']]);
  });

  test.each<[string, Record<string, ServiceDefinition>, string]>([
    [
      'listen on one port',
      { a: { expose: ['80'] }, b: { expose: ['80'], links: [{ service: 'a', alias: 'a' }] } },
      'expose',
    ],
    [
      'are different users of Parsec',
      { a: parsec('1001'), b: { ...parsec('1002'), environment: { PEER: 'http://a:80' } } },
      'user',
    ],
    [
      'are users of Parsec without a number',
      { a: parsec(), b: { ...parsec(), command: ['run', '--peer=a'] } },
      'volumes',
    ],
  ])('the second of two connected services that %s is left out', (_, services, key) => {
    const found = plan(services);
    expect(podsOf(found)).toEqual([['a']]);
    expect(found.leftOut.get('b')).toMatchObject({ key, reason: expect.stringContaining('"a"') });
  });

  test('two that conflict have separate pods if nothing connects them', () => {
    const found = plan({
      a: { expose: ['80'] },
      b: { expose: ['80'] },
      'for-b': { environment: { URL: 'http://b/' } },
      c: { depends_on: { a: { condition: 'service_started', restart: false, required: true } } },
    });
    expect(podsOf(found)).toEqual([
      ['a', 'c'],
      ['b', 'for-b'],
    ]);
    expect(found.leftOut.size).toBe(0);
    expect([...found.separated.keys()]).toEqual(['b']);
  });

  test('the same port of two protocols, and the same user of Parsec, do not conflict', () => {
    const found = plan({ a: { expose: ['53'], ...parsec('1001') }, b: { expose: ['53/udp'], ...parsec('1001') } });
    expect(podsOf(found)).toEqual([['a', 'b']]);
  });
});

test('a chain of thousands of services is planned in time', () => {
  const services: Record<string, ServiceDefinition> = {};
  for (let i = 0; i < 5000; i += 1)
    services[`s${i}`] = {
      depends_on: i === 0 ? {} : { [`s${i - 1}`]: { condition: 'service_healthy', restart: false, required: true } },
    };
  const found = plan(services, WITH_SIDECARS);
  expect(found.pods[0]?.leader).toBe('s4999');
  expect([...(found.pods[0]?.containers.keys() ?? [])].slice(1)).toEqual(
    Array.from({ length: 4999 }, (_, i) => `s${i}`),
  );
});

const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;

/** Projects whose services depend only on earlier ones. */
const projects = fc
  .array(
    fc.record({
      restart: fc.option(fc.constantFrom('no', 'always'), { nil: undefined }),
      port: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      network: fc.constantFrom('x', 'y'),
      on: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...CONDITIONS)), { maxLength: 3 }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    Object.fromEntries(
      all.map(({ restart, port, network, on }, i): [string, ServiceDefinition] => [
        `s${i}`,
        {
          ...(restart !== undefined && { restart }),
          ...(port !== undefined && { expose: [String(port)] }),
          networks: { [network]: {} },
          depends_on: Object.fromEntries(
            on
              .filter(([other]) => other < i)
              .map(([other, condition]): [string, Dependency] => [
                `s${other}`,
                { condition, restart: false, required: true },
              ]),
          ),
        },
      ]),
    ),
  );

test.each([
  ['cluster', CLUSTER],
  ['izuma-edge', STANDALONE],
  ['1.30', WITH_SIDECARS],
])('every service is in one pod or left out, and what must start earlier does: %s', (_, options) => {
  fc.assert(
    fc.property(projects, (services) => {
      const { pods, leftOut } = plan(services, options);
      const placed = pods.flatMap(({ containers }) => [...containers.keys()]);
      expect([...placed, ...leftOut.keys()].sort()).toEqual(Object.keys(services).sort());
      for (const { leader, containers } of pods) {
        expect([...containers][0]).toEqual([leader, 'container']);
        const order = [...containers.keys()];
        for (const [service, role] of containers)
          for (const other of Object.keys(services[service]?.depends_on ?? {}).filter((each) => containers.has(each)))
            if (role !== 'container') {
              expect(containers.get(other)).not.toBe('container');
              expect(order.indexOf(other)).toBeLessThan(order.indexOf(service));
            }
      }
    }),
    { numRuns: 300 },
  );
});
