/**
 * Checks for `npm run types` that objects of cdk8s-plus fit the props of the library, and that its constructs accept
 * the library's, in the oldest and in the newest major version.
 */
import { App, Chart, Duration, Size } from 'cdk8s';
import * as oldest from 'cdk8s-plus-27';
import * as newest from 'cdk8s-plus-34';
import {
  EdgeNamespace,
  EnvReference,
  Flow,
  Image,
  MountedFiles,
  ParsecSocket,
  Peer,
  Probe,
  SecureEdgeApp,
  Weakness,
  WritableFolder,
} from 'cdk8s-secure-edge';

const chart = new Chart(new App(), 'chart');
const namespace = new EdgeNamespace(chart, 'shop');
const app = new SecureEdgeApp(namespace, 'web', { image: Image.onGateway('web:1') });
const REASON = 'a reason that is long enough';

export function oldestFits(): void {
  const secret: oldest.ISecret = oldest.Secret.fromSecretName(chart, 'secret', 'secret');
  const configMap: oldest.IConfigMap = new oldest.ConfigMap(chart, 'config');
  const claim: oldest.IPersistentVolumeClaim = oldest.PersistentVolumeClaim.fromClaimName(chart, 'claim', 'claim');
  const account: oldest.IServiceAccount = new oldest.ServiceAccount(chart, 'account');
  const peers: oldest.INetworkPolicyPeer[] = [
    new oldest.Deployment(chart, 'api', {}),
    new oldest.Namespace(chart, 'ns'),
  ];
  new SecureEdgeApp(chart, 'web', {
    image: Image.onGateway('web:1'),
    files: [MountedFiles.fromSecret(secret, '/a'), MountedFiles.fromConfigMaps([configMap, 'other'], '/b')],
    writableFolders: [
      WritableFolder.persistent('/c', claim),
      WritableFolder.temporary('/d', { size: Size.mebibytes(1) }),
    ],
    envReferences: { A: EnvReference.configMapKey(configMap, 'a'), B: EnvReference.secretKey(secret, 'b', REASON) },
    resources: { cpuLimit: oldest.Cpu.millis(200), memoryLimit: Size.mebibytes(64) },
    readinessProbe: Probe.tcp(8080, { periodSeconds: Duration.minutes(1) }),
    weaknesses: [Weakness.serviceAccountToken(account, REASON)],
    egress: [...peers.map((peer) => Flow.with(peer)), Flow.with(Peer.namespace(new oldest.Namespace(chart, 'other')))],
    terminationGracePeriodSeconds: Duration.minutes(1),
    pullSecrets: [secret],
    namespace: new oldest.Namespace(chart, 'own'),
  });
  ParsecSocket.claim(claim);
  const service = new oldest.Service(chart, 'service', { selector: app, ports: [{ port: 80 }] });
  oldest.IngressBackend.fromService(service);
  oldest.IngressBackend.fromService(app.toService());
  const use = { container: app.containers[0], target: oldest.MetricTarget.averageUtilization(80) };
  const metrics = [oldest.Metric.containerCpu(use)];
  new oldest.HorizontalPodAutoscaler(chart, 'scaler', { target: app, maxReplicas: 3, metrics });
  new oldest.NetworkPolicy(chart, 'policy', { selector: app }).addIngressRule(namespace);
  new oldest.Deployment(chart, 'caller', {}).connections.allowTo(app);
}

export function newestFits(): void {
  const secret: newest.ISecret = newest.Secret.fromSecretName(chart, 'secret', 'secret');
  const configMap: newest.IConfigMap = new newest.ConfigMap(chart, 'config');
  const claim: newest.IPersistentVolumeClaim = newest.PersistentVolumeClaim.fromClaimName(chart, 'claim', 'claim');
  const account: newest.IServiceAccount = new newest.ServiceAccount(chart, 'account');
  const peers: newest.INetworkPolicyPeer[] = [
    new newest.Deployment(chart, 'api', {}),
    new newest.Namespace(chart, 'ns'),
  ];
  new SecureEdgeApp(chart, 'web', {
    image: Image.onGateway('web:1'),
    files: [MountedFiles.fromSecret(secret, '/a'), MountedFiles.fromConfigMaps([configMap, 'other'], '/b')],
    writableFolders: [
      WritableFolder.persistent('/c', claim),
      WritableFolder.temporary('/d', { size: Size.mebibytes(1) }),
    ],
    envReferences: { A: EnvReference.configMapKey(configMap, 'a'), B: EnvReference.secretKey(secret, 'b', REASON) },
    resources: { cpuLimit: newest.Cpu.millis(200), memoryLimit: Size.mebibytes(64) },
    readinessProbe: Probe.tcp(8080, { periodSeconds: Duration.minutes(1) }),
    weaknesses: [Weakness.serviceAccountToken(account, REASON)],
    egress: [...peers.map((peer) => Flow.with(peer)), Flow.with(Peer.namespace(new newest.Namespace(chart, 'other')))],
    terminationGracePeriodSeconds: Duration.minutes(1),
    pullSecrets: [secret],
    namespace: new newest.Namespace(chart, 'own'),
  });
  ParsecSocket.claim(claim);
  const service = new newest.Service(chart, 'service', { selector: app, ports: [{ port: 80 }] });
  newest.IngressBackend.fromService(service);
  newest.IngressBackend.fromService(app.toService());
  const use = { container: app.containers[0], target: newest.MetricTarget.averageUtilization(80) };
  const metrics = [newest.Metric.containerCpu(use)];
  new newest.HorizontalPodAutoscaler(chart, 'scaler', { target: app, maxReplicas: 3, metrics });
  new newest.NetworkPolicy(chart, 'policy', { selector: app }).addIngressRule(namespace);
  new newest.Deployment(chart, 'caller', {}).connections.allowTo(app);
}

/** Lines that must not compile. A line that compiles is an error itself. */
export function misfits(): void {
  // @ts-expect-error a Secret is not a network peer
  Flow.with(new newest.Secret(chart, 'secret'));
  // @ts-expect-error an amount of CPU is not a size
  new SecureEdgeApp(chart, 'web', { image: Image.onGateway('web:1'), resources: { memoryLimit: newest.Cpu.units(1) } });
  // @ts-expect-error a workload is not an amount of CPU
  new SecureEdgeApp(chart, 'web', { image: Image.onGateway('web:1'), resources: { cpuLimit: app } });
}
