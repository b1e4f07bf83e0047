import type { ExpectedInstance, ExpectedType } from '../diagnostics/expected-type';
import type { ContainerOptions } from './container-options';
import type { SecureEdgeAppProps } from './secure-edge-app-options';

const ACKNOWLEDGEMENT = made('Acknowledgement', 'new Acknowledgement({ rule, reason })');
const FLOW = made('Flow', 'Flow.with(peer, ...ports)');
const IDENTITY = made('Identity', 'Identity.user(20001)');
const PROBE = made('Probe', 'Probe.httpGet(path, port)');
const TEXTS: ExpectedType = { listOf: 'text' };
const TEXT_MAP: ExpectedType = { mapOf: 'text' };

/** Types of the options of a container. */
export const CONTAINER_TYPES: Readonly<Record<keyof ContainerOptions, ExpectedType>> = {
  appArmor: made('AppArmor', 'AppArmor.profile(profile)'),
  args: TEXTS,
  command: TEXTS,
  devices: { listOf: made('Device', 'Device.resource(name)') },
  env: TEXT_MAP,
  envReferences: { mapOf: made('EnvReference', 'EnvReference.configMapKey(name, key)') },
  files: { listOf: made('MountedFiles', 'MountedFiles.fromText(path, files)') },
  image: made('Image', "Image.fromDigest('ghcr.io/acme/web@sha256:…')"),
  imagePullPolicy: 'text',
  livenessProbe: PROBE,
  ports: { listOf: made('Port', 'Port.tcp(8080)') },
  postStart: TEXTS,
  preStop: TEXTS,
  readinessProbe: PROBE,
  resources: 'object',
  runAs: IDENTITY,
  seccomp: made('Seccomp', 'Seccomp.profile(profile)'),
  seLinux: made('SeLinux', "SeLinux.level('s0:c123,c456')"),
  startupProbe: PROBE,
  stopSignal: made('StopSignal', "StopSignal.gated('SIGQUIT', reason)"),
  weaknesses: { listOf: made('Weakness', 'Weakness.rootUser(reason)') },
  workingDir: 'text',
  writableFolders: { listOf: made('WritableFolder', 'WritableFolder.temporary(path)') },
};

/** Types of the props of an app. */
export const APP_TYPES: Readonly<Record<keyof SecureEdgeAppProps, ExpectedType>> = {
  ...CONTAINER_TYPES,
  acknowledgements: { listOf: ACKNOWLEDGEMENT },
  autoscaler: made('Autoscaler', 'Autoscaler.replicas(1, 4, { cpuPercent: 70 })'),
  containerName: 'text',
  disruptionBudget: made('DisruptionBudget', 'DisruptionBudget.maxUnavailable(1)'),
  dns: 'object',
  egress: { listOf: FLOW },
  exposure: made('Exposure', 'Exposure.inCluster()'),
  hostname: 'text',
  identity: IDENTITY,
  ingress: { listOf: FLOW },
  labels: TEXT_MAP,
  life: made('Life', 'Life.keepsRunning()'),
  monitoring: made('Monitoring', 'Monitoring.podMonitor({ from, port })'),
  name: 'text',
  namespace: 'object',
  placement: made('Placement', "Placement.gateway('gateway-7')"),
  podAnnotations: TEXT_MAP,
  posture: made('Posture', 'new Posture()'),
  priorityClass: 'any',
  pullSecrets: 'list',
  runtimeClass: 'text',
  sysctls: TEXT_MAP,
  target: made('Target', "Target.kubernetes('1.30')"),
  terminationGracePeriodSeconds: 'any',
  topologySpread: { listOf: made('TopologySpread', 'TopologySpread.overNodes()') },
  update: made('UpdatePolicy', 'UpdatePolicy.recreate()'),
};

/** Problem of a container without an image. */
export function imageProblem(options: unknown): string | undefined {
  const image = (options as { image?: unknown } | undefined)?.image;
  return image === undefined ? 'image must be set: use Image.fromDigest, or image of an ImageLock' : undefined;
}

function made(instanceOf: string, madeBy: string): ExpectedInstance {
  return { instanceOf, madeBy };
}
