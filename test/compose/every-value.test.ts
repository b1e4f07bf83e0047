import fc from 'fast-check';
import { staticPods } from '../../src/app-package/install/static-pod';
import { convertProject, manifestsOf } from '../../src/compose/compose-converter';
import type { ConversionOptions } from '../../src/compose/conversion-options';
import type { ServiceDefinition } from '../../src/compose/service-definition';
import { Target } from '../../src/kubernetes/target';
import { runs } from '../exhaustive';
import { projectOf } from './project';

const NAMES = ['web', 'db', 'my_app', 'Job.1', '9th'];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('a', 'a.b', 'a_b', 'UPPER', '-', 'db', '1st', 'x'.repeat(70)),
);
const time = fc.constantFrom(0, 1, 999, 1000, 90_500);
const address = fc.constantFrom('192.168.1.9', '::1', '127.0.0.1', '169.254.169.254', 'host-gateway', '0.0.0.0', 'x');
const words = fc.array(text, { maxLength: 3 });
const few = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arb, { maxLength: 3 });

const hook = fc.record({ command: words, user: text, privileged: fc.boolean() }, { requiredKeys: ['command'] });

/** Services with values of each key that is about networks, names, health, order, lifetime and placement. */
const definition: fc.Arbitrary<ServiceDefinition> = fc.record(
  {
    networks: fc.dictionary(
      fc.constantFrom('default', 'front', 'back', 'out'),
      fc.record(
        { aliases: few(text), ipv4_address: fc.constant('10.0.0.1'), priority: fc.nat(9) },
        { requiredKeys: [] },
      ),
      { maxKeys: 3 },
    ),
    ports: few(
      fc.record(
        {
          target: fc.constantFrom(1, 80, 8080, 65535),
          published: fc.constantFrom('80', '8080', '0', '8000-8010'),
          host_ip: fc.constantFrom('127.0.0.1', '::1', '192.168.1.1', ''),
          protocol: fc.constantFrom('tcp', 'udp', 'sctp'),
          mode: fc.constantFrom('host', 'ingress'),
          name: text,
          app_protocol: text,
        },
        { requiredKeys: ['target', 'protocol', 'mode'] },
      ),
    ),
    expose: few(fc.constantFrom('80', '80/udp', '90-95', '1-60000', '0', 'x', '99/sctp')),
    links: few(fc.record({ service: name, alias: text })),
    external_links: few(text),
    extra_hosts: fc.dictionary(text, fc.array(address, { minLength: 1, maxLength: 2 }), { maxKeys: 3 }),
    dns: few(address),
    dns_search: few(text),
    dns_opt: fc.constantFrom([], ['ndots:2'], ['rotate', 'timeout:1']),
    hostname: text,
    domainname: text,
    container_name: text,
    mac_address: text,
    healthcheck: fc.record(
      {
        test: fc.oneof(
          fc.constantFrom(['NONE'], ['CMD-SHELL', 'curl -f http://localhost:80/ || exit 1'], ['CMD']),
          words.map((each) => ['CMD', ...each]),
          text.map((each) => ['CMD-SHELL', each]),
        ),
        disable: fc.boolean(),
        interval: time,
        timeout: time,
        retries: fc.constantFrom(0, 1, 7),
        start_period: time,
        start_interval: time,
      },
      { requiredKeys: [] },
    ),
    restart: fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3'),
    scale: fc.constantFrom(0, 1, 3, 20_000),
    stop_grace_period: time,
    stop_signal: fc.constantFrom('SIGTERM', 'SIGINT', '9'),
    init: fc.boolean(),
    post_start: few(hook),
    pre_stop: few(hook),
    attach: fc.boolean(),
    profiles: fc.constant(['a']),
    logging: fc.constant({ driver: 'none', options: { a: 'b' } }),
    develop: fc.constant({ watch: [{ path: '.', action: 'sync' }] }),
    models: fc.constant({ llm: null }),
    deploy: fc.record(
      {
        mode: fc.constantFrom('global', 'replicated', 'replicated-job', 'global-job'),
        endpoint_mode: fc.constantFrom('vip', 'dnsrr'),
        replicas: fc.constantFrom(0, 1, 3),
        update_config: fc.constantFrom(
          { parallelism: 2, order: 'start-first' },
          { parallelism: 0, delay: 1000, failure_action: 'rollback', monitor: 1, max_failure_ratio: 0.1 },
        ),
        rollback_config: fc.constant({ parallelism: 1 }),
        restart_policy: fc.record(
          {
            condition: fc.constantFrom('none', 'any', 'on-failure'),
            delay: time,
            max_attempts: fc.nat(5),
            window: time,
          },
          { requiredKeys: [] },
        ),
        placement: fc.record(
          {
            constraints: few(
              fc.oneof(text, fc.constantFrom('node.labels.a == b', 'node.role==manager', 'node.hostname == gw')),
            ),
            preferences: fc.constant([{ spread: 'node.labels.a' }]),
            max_replicas_per_node: fc.nat(3),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;

const services = fc
  .tuple(
    fc.array(definition, { minLength: 1, maxLength: NAMES.length }),
    fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom(...CONDITIONS), fc.boolean()), { maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(4), fc.constantFrom('host', 'none', 'bridge', 'service:web', 'container:gone', 'own')), {
      maxLength: 2,
    }),
  )
  .map(([definitions, dependencies, modes]) => {
    const all: Record<string, any> = Object.fromEntries(
      definitions.map((each, i) => [NAMES[i], { image: 'example.test/app:1', ...each }]),
    );
    for (const [from, to, condition, restart] of dependencies)
      if (to < from && from < definitions.length)
        (all[NAMES[from]!].depends_on ??= {})[NAMES[to]!] = { condition, restart, required: true };
    for (const [i, mode] of modes) {
      if (i >= definitions.length || (mode === 'service:web' && i === 0)) continue;
      all[NAMES[i]!] = { ...all[NAMES[i]!], networks: undefined, network_mode: mode };
    }
    return all;
  });

const UNREAD = 'the converter does not read this value';
const WISHES = ['publish', 'host-port', 'host-network', 'private-egress'];
const FORMS: Record<string, Omit<ConversionOptions, 'accepted'>> = {
  'a cluster': { target: Target.kubernetes('1.30'), namespace: 'shop' },
  'an old cluster': { target: Target.kubernetes('1.21') },
  'izuma-edge': { target: Target.izumaEdge(), gateway: 'gateway-1' },
  'a kubelet': {
    target: Target.kubernetes('1.30'),
    installation: { payload: '/srv/payload', data: '/srv/data', configs: '.configs' },
  },
};

test.each(Object.keys(FORMS))('each value has an entry, and the output is valid: %s', (form) => {
  fc.assert(
    fc.property(services, fc.boolean(), (all, accepts) => {
      const networks = new Map<string, any>([
        ['front', { driver: 'bridge', ipam: { driver: 'x' } }],
        ['back', { internal: true }],
        ['out', { external: true, name: 'site' }],
      ]);
      const accepted = new Map(accepts ? WISHES.map((wish) => [wish, 'accepted on the command line']) : []);
      const conversion = convertProject(projectOf(all, { networks }), { ...FORMS[form]!, accepted });
      expect(conversion.report.entries.filter(({ reason }) => reason === UNREAD)).toEqual([]);
      const manifests = manifestsOf(conversion);
      const hasPod = manifests.some(({ kind }) => kind === 'Deployment');
      if (form === 'a kubelet' && hasPod) expect(staticPods(manifests, new Set(['Job'])).problems).toEqual([]);
    }),
    { numRuns: runs(12, 40) },
  );
});
