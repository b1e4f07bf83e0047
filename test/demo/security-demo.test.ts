import { Image, NodeAppArmor, SecurityDemo, Target, type SecurityDemoProps } from 'cdk8s-secure-edge';
import {
  DEMO_NAMESPACE,
  DEMO_NAMESPACES,
  LOADER,
  LOADER_NAMESPACE,
  namespaceOfVariant,
  RETIRED_CONFIG_MAP,
  ROOT_NAMESPACE,
} from '../../src/demo/names';
import { VARIANTS } from '../../scripts/demo/outcome';
import { helloProfiles } from '../../src/demo/profiles';
import { chartFor, DIGEST, manifestsOf } from '../edge/apps';
import { violations } from '../hardening/pod-security-restricted';

const MINOR = 30;

function demo(props: SecurityDemoProps = {}): any[] {
  const chart = chartFor(Target.kubernetes(`1.${MINOR}`, { appArmor: NodeAppArmor.YES }));
  new SecurityDemo(chart, 'demo', props);
  return manifestsOf(chart);
}

const manifests = demo();
const ofKind = (kind: string): any[] => manifests.filter((m) => m.kind === kind);
const named = (kind: string, name: string): any => {
  const found = ofKind(kind).filter((m) => m.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0];
};
const templateOf = (variant: string): any => named('Deployment', variant).spec.template;
const containerOf = (variant: string): any => templateOf(variant).spec.containers[0];
const acknowledged = (manifest: any): { rule: string; reason: string }[] =>
  [
    ...(manifest.metadata.annotations?.['secure-edge.dev/acknowledge'] ?? '').matchAll(
      /- rule: (\S+)\n\s+reason: (.+)/g,
    ),
  ].map(([, rule, reason]) => ({ rule, reason }));

test('writes five variants, each a Deployment and a Service with the same name', () => {
  expect(ofKind('Deployment').map((m) => m.metadata.name)).toEqual([
    'hello-root',
    'hello-user',
    'hello-override',
    'armored-hello-user',
    'armored-hello-denied',
  ]);
  expect(ofKind('Service').map((m) => m.metadata.name)).toEqual(ofKind('Deployment').map((m) => m.metadata.name));
  for (const { metadata } of [...ofKind('Deployment'), ...ofKind('Service')])
    expect(metadata.namespace).toBe(metadata.name === 'hello-root' ? ROOT_NAMESPACE : DEMO_NAMESPACE);
});

test('writes the objects that the commands to deploy, check and remove it use', () => {
  expect([...VARIANTS].sort()).toEqual(
    ofKind('Deployment')
      .map((m) => m.metadata.name)
      .sort(),
  );
  expect(ofKind('Namespace').map((m) => m.metadata.name)).toEqual([LOADER_NAMESPACE, ...DEMO_NAMESPACES]);
  for (const { metadata } of ofKind('Deployment')) expect(metadata.namespace).toBe(namespaceOfVariant(metadata.name));
  expect(named('DaemonSet', LOADER).metadata.namespace).toBe(LOADER_NAMESPACE);
  expect(named('ConfigMap', RETIRED_CONFIG_MAP).data).toEqual({ retired: '' });
});

describe.each([...VARIANTS])('%s', (variant) => {
  test('listens on port 80 of a private address', () => {
    const { metadata, spec } = named('Service', variant);
    expect(spec).toMatchObject({
      type: 'LoadBalancer',
      selector: named('Deployment', variant).spec.selector.matchLabels,
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
      loadBalancerSourceRanges: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    });
    expect(metadata.annotations['networking.gke.io/load-balancer-type']).toBe('Internal');
  });

  test('has one container with its own name that listens on 8080, and a probe of its host name', () => {
    const { replicas, template } = named('Deployment', variant).spec;
    expect(replicas).toBe(1);
    expect(template.spec.containers.map((c: any) => c.name)).toEqual([variant]);
    const { ports, readinessProbe, livenessProbe } = containerOf(variant);
    expect(ports).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
    for (const probe of [readinessProbe, livenessProbe])
      expect(probe.httpGet).toEqual({ path: '/hostname', port: 8080 });
  });

  test('is restarted only if it does not answer for a minute', () => {
    const { timeoutSeconds, failureThreshold, periodSeconds = 10 } = containerOf(variant).livenessProbe;
    expect(timeoutSeconds).toBeGreaterThanOrEqual(10);
    expect(failureThreshold * periodSeconds).toBeGreaterThanOrEqual(60);
  });

  test('has no token, and allows only traffic from private addresses to its port', () => {
    expect(templateOf(variant).spec.automountServiceAccountToken).toBe(false);
    const { spec } = named('NetworkPolicy', variant);
    expect(spec.ingress).toHaveLength(1);
    expect(spec.ingress[0].ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    expect(spec.ingress[0].from.map((f: any) => f.ipBlock.cidr)).toEqual(
      named('Service', variant).spec.loadBalancerSourceRanges,
    );
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec).not.toHaveProperty('egress');
  });
});

describe('the variants', () => {
  const repository = (variant: string): string => containerOf(variant).image.replace(/^.*\/([^:/]+):.*$/, '$1');
  /** Returns the user and group of the container in the manifest. */
  const user = (variant: string): (number | undefined)[] => {
    const [pod, container] = [templateOf(variant).spec.securityContext, containerOf(variant).securityContext];
    return [container.runAsUser ?? pod.runAsUser, container.runAsGroup ?? pod.runAsGroup];
  };
  const appArmor = (variant: string): any =>
    containerOf(variant).securityContext.appArmorProfile ?? templateOf(variant).spec.securityContext.appArmorProfile;
  const runtime = { type: 'RuntimeDefault' };

  test.each([
    ['hello-root', 'hello-root', [0, 0], runtime],
    ['hello-user', 'hello-user', [undefined, undefined], runtime],
    ['hello-override', 'hello-root', [65534, 65534], runtime],
    [
      'armored-hello-user',
      'hello-user',
      [undefined, undefined],
      { type: 'Localhost', localhostProfile: 'armored-hello-user' },
    ],
    [
      'armored-hello-denied',
      'hello-user',
      [undefined, undefined],
      { type: 'Localhost', localhostProfile: 'armored-hello-denied' },
    ],
  ])('differ only in image, user and profile: %s', (variant, image, ids, profile) => {
    expect(repository(variant)).toBe(image);
    expect(user(variant)).toEqual(ids);
    expect(appArmor(variant)).toEqual(profile);
  });

  test("differ in nothing else, except the capability to read other users' files", () => {
    const rest = (variant: string): string => {
      const template = structuredClone(templateOf(variant));
      const [container] = template.spec.containers;
      delete container.image;
      for (const context of [template.spec.securityContext, container.securityContext])
        for (const field of ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'appArmorProfile']) delete context[field];
      if (variant === 'hello-root') {
        expect(container.securityContext.capabilities.add).toEqual(['DAC_OVERRIDE']);
        delete container.securityContext.capabilities.add;
      }
      return JSON.stringify(template).replaceAll(variant, 'VARIANT');
    };
    expect(new Set(VARIANTS.map(rest)).size).toBe(1);
  });

  test('use only profiles that the loader loads', () => {
    for (const profile of helloProfiles())
      expect(named('ConfigMap', `${LOADER}-${profile.name}`).data).toEqual({ [profile.name]: profile.render() });
  });
});

describe('Pod Security', () => {
  test.each([
    [DEMO_NAMESPACE, 'restricted'],
    [ROOT_NAMESPACE, 'baseline'],
  ])('in %s is %s, and warns at restricted', (name, level) => {
    expect(named('Namespace', name).metadata.labels).toEqual({
      'pod-security.kubernetes.io/enforce': level,
      'pod-security.kubernetes.io/enforce-version': 'v1.30',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.30',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.30',
    });
  });

  test('is weaker only in the namespace of the variant that runs as root, with a reason', () => {
    expect(acknowledged(named('Namespace', DEMO_NAMESPACE))).toEqual([]);
    expect(acknowledged(named('Namespace', ROOT_NAMESPACE)).map((a) => a.rule)).toEqual(['namespace-pod-security']);
  });

  test.each(VARIANTS.filter((v) => v !== 'hello-root'))('restricted accepts %s', (variant) => {
    expect(violations(templateOf(variant), MINOR)).toEqual([]);
    expect(templateOf(variant).spec.securityContext.runAsNonRoot).toBe(true);
  });

  test('restricted rejects hello-root only because it runs as root', () => {
    expect(violations(templateOf('hello-root'), MINOR)).toEqual([
      'capabilities_restricted',
      'runAsNonRoot',
      'runAsUser',
    ]);
  });
});

test('each weakness is acknowledged on its object, with a reason', () => {
  const rules = Object.fromEntries(
    manifests
      .filter((m) => acknowledged(m).length > 0)
      .map((m) => [`${m.kind} ${m.metadata.name}`, acknowledged(m).map((a) => a.rule)]),
  );
  expect(rules).toEqual({
    'Namespace apparmor-loader': ['namespace-pod-security'],
    'ConfigMap apparmor-loader-armored-hello-denied': Array<string>(6).fill('apparmor-profile-lint'),
    'ConfigMap apparmor-loader-armored-hello-user': Array<string>(5).fill('apparmor-profile-lint'),
    'DaemonSet apparmor-loader': [
      'added-capabilities',
      'apparmor-profile',
      'no-host-path',
      'no-host-path',
      'read-only-host-path',
      'read-only-host-path',
      'run-as-non-root',
      'run-as-user',
      'run-as-user',
    ],
    'Namespace secure-edge-demo-root': ['namespace-pod-security'],
    'Deployment hello-root': ['added-capabilities', 'run-as-non-root', 'run-as-user', 'run-as-user'],
  });
  for (const { reason } of manifests.flatMap(acknowledged)) expect(reason.length).toBeGreaterThan(10);
});

test('every image has a digest by default, and can be replaced', () => {
  const imagesOf = (all: any[]): string[] =>
    all.flatMap((m) => m.spec?.template?.spec.containers.map((c: any) => c.image) ?? []);
  expect(imagesOf(manifests)).toHaveLength(6);
  for (const image of imagesOf(manifests)) expect(image).toMatch(/^ghcr\.io\/[^@]+@sha256:[0-9a-f]{64}$/);
  const given = (name: string): Image => Image.fromDigest(`registry.example/${name}@${DIGEST}`);
  const props = { rootImage: given('root'), userImage: given('user'), loaderImage: given('loader') };
  expect(imagesOf(demo(props)).map((image) => image.replace(/^registry\.example\/(.*)@.*$/, '$1'))).toEqual([
    'loader',
    'root',
    'user',
    'root',
    'user',
    'user',
  ]);
});
