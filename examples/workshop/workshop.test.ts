import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { ImageLock, ImageMirror, ManifestDocument, PolicyEngine } from 'cdk8s-secure-edge';
import { Workshop } from './workshop';

function workshop(gateway = 'workshop-3'): Workshop {
  const app = new App();
  ImageMirror.set(app, ImageMirror.at('registry.plant.example/mirror', { pullSecrets: ['plant-registry'] }));
  const images = ImageLock.fromFile(join(__dirname, 'images.lock.json'));
  return new Workshop(app, 'workshop', { gateway, controllers: ['192.168.10.0/24'], images });
}

const manifests: any[] = Testing.synth(workshop());
const find = (kind: string, name: string): any => {
  const found = manifests.filter((m) => m.kind === kind && m.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0];
};
const podOf = (name: string): any => find('Deployment', name).spec.template.spec;

test('dist/ contains the output of the code', () => {
  expect((workshop().node.root as App).synthYaml()).toBe(
    readFileSync(join(__dirname, 'dist/workshop.k8s.yaml'), 'utf8'),
  );
});

test('every finding of the policy is accepted with a reason', () => {
  const report = new PolicyEngine({ kubernetes: '1.30' }).check(
    manifests.map((value) => new ManifestDocument({ value })),
  );
  expect(
    report.findings.flatMap(({ rule, acknowledged, message }) => (acknowledged ? [] : `${rule}: ${message}`)),
  ).toEqual([]);
  expect(report.acknowledged).toBe(10);
});

test('only the plugin and the broker are in namespaces that do not enforce restricted', () => {
  const level = ({ metadata }: any): string => metadata.labels['pod-security.kubernetes.io/enforce'];
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
  expect(namespaces.map((each) => [each.metadata.name, level(each)])).toEqual([
    ['device-plugins', 'privileged'],
    ['plant', 'privileged'],
    ['workshop', 'restricted'],
  ]);
});

test('the camera has its device from the plugin, and no mount of it', () => {
  const { containers, securityContext, volumes } = podOf('camera');
  expect(containers[0].resources.limits).toMatchObject({ 'squat.ai/video': '1' });
  expect(securityContext.supplementalGroups).toEqual([44]);
  expect(volumes.every(({ hostPath }: any) => hostPath === undefined)).toBe(true);
});

test('the controllers of the machines can connect to the broker, by its port on the gateway', () => {
  expect(podOf('broker').containers[0].ports).toEqual([
    { name: 'mqtt', containerPort: 1883, hostPort: 1883, protocol: 'TCP' },
  ]);
  const [controllers, ...apps] = find('NetworkPolicy', 'broker').spec.ingress;
  expect(controllers).toEqual({
    from: [{ ipBlock: { cidr: '192.168.10.0/24' } }],
    ports: [{ port: 1883, protocol: 'TCP' }],
  });
  expect(apps.map(({ from }: any) => from[0].podSelector.matchLabels['app.kubernetes.io/name'])).toEqual([
    'camera',
    'history',
  ]);
});

test('the broker has its own priority, and drains its clients before it stops', () => {
  expect(podOf('broker').priorityClassName).toBe(find('PriorityClass', 'gateway-app').metadata.name);
  expect(podOf('broker').containers[0].lifecycle.preStop.exec.command).toEqual(['/usr/bin/broker', 'drain']);
});

test('the apps of the gateway stay while it has no link', () => {
  for (const name of ['video', 'camera', 'broker', 'history']) {
    const { nodeSelector, tolerations } = podOf(name);
    expect(nodeSelector).toEqual({ 'kubernetes.io/hostname': 'workshop-3' });
    expect(tolerations).toContainEqual({
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
    });
  }
});

test('the data of the history has one writer at a time, and is migrated before a new version starts', () => {
  expect(find('Deployment', 'history').spec.strategy).toEqual({ type: 'Recreate' });
  expect(podOf('history').initContainers.map(({ name }: any) => name)).toEqual(['migrate']);
  expect(find('PersistentVolumeClaim', 'records').spec.accessModes).toEqual(['ReadWriteOnce']);
});

test('Prometheus can reach the metrics of the history, and nothing else can', () => {
  expect(find('PodMonitor', 'history').spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
  const admitted = find('NetworkPolicy', 'history').spec.ingress.filter(({ ports }: any) => ports[0].port === 9090);
  expect(admitted).toEqual([
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 9090, protocol: 'TCP' }],
    },
  ]);
});

test('the import runs again after a change, and is deleted a day later', () => {
  const [job] = manifests.filter(({ kind }) => kind === 'Job');
  expect(job.metadata.name).toMatch(/^history-import-[0-9a-f]{8}$/);
  expect(job.spec.ttlSecondsAfterFinished).toBe(86400);
});

test('one replica of the dashboard serves while a node is drained', () => {
  expect(find('PodDisruptionBudget', 'dashboard').spec.maxUnavailable).toBe(1);
  expect(podOf('dashboard').topologySpreadConstraints[0].topologyKey).toBe('kubernetes.io/hostname');
  expect(find('Ingress', 'dashboard').spec.ingressClassName).toBe('traefik');
  expect(find('Service', 'dashboard').spec.sessionAffinity).toBe('ClientIP');
});

test('the inspection gets more replicas under load', () => {
  expect(find('HorizontalPodAutoscaler', 'inspection').spec).toMatchObject({ minReplicas: 1, maxReplicas: 3 });
  expect(find('Deployment', 'inspection').spec).not.toHaveProperty('replicas');
});

test('every image has a digest, and is pulled from the mirror', () => {
  const pods = manifests.flatMap((m) => m.spec?.template?.spec ?? []);
  const images = pods.flatMap(({ containers, initContainers = [] }: any) =>
    [...containers, ...initContainers].map(({ image }) => image),
  );
  expect(images).toHaveLength(8);
  for (const image of images)
    expect(image).toMatch(/^registry\.plant\.example\/mirror\/workshop\/[a-z-]+:[\d.]+@sha256:[0-9a-f]{64}$/);
  for (const { imagePullSecrets } of pods) expect(imagePullSecrets).toEqual([{ name: 'plant-registry' }]);
});

test('every app runs on the given gateway', () => {
  const other: any[] = Testing.synth(workshop('workshop-4'));
  const selectors = other.flatMap((m) => m.spec?.template?.spec.nodeSelector ?? []);
  expect(selectors).toHaveLength(5);
  for (const selector of selectors) expect(selector).toEqual({ 'kubernetes.io/hostname': 'workshop-4' });
});
