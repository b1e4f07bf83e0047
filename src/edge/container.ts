import type { Loss } from '../kubernetes/loss';
import { listAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Protocol } from '../kubernetes/port';
import { bytesOf } from '../kubernetes/quantity';
import type { Target } from '../kubernetes/target';
import { volumeName } from '../kubernetes/volume-name';
import { diskBytesOf, mountPathsOf, type ContainerOptions } from './container-options';
import type { Identity } from './identity';
import { Probe } from './probe';
import { renderResources } from './resources';
import { securityContextOf } from './weaknesses/effect';

/** Surroundings of a container. */
export interface ContainerPlace {
  readonly app: string;
  readonly name: string;
  readonly target: Target;
  /** True if the container has default probes. */
  readonly probed: boolean;
  /** Size of hardening's folder at `/tmp`. */
  readonly tmpSize: string;
}

/** Size of hardening's folder at `/tmp` in bytes, or 0 if the author mounts another folder there. */
function tmpBytesOf(options: ContainerOptions, { tmpSize }: ContainerPlace): bigint {
  return mountPathsOf(options).includes('/tmp') ? 0n : bytesOf(tmpSize);
}

/** Returns the container before hardening, and adds its volumes to the pod spec. */
export function renderContainer(
  options: ContainerOptions,
  place: ContainerPlace,
  spec: JsonObject,
): { container: JsonObject; losses: Loss[] } {
  const { env = {}, envReferences = {}, ports = [], weaknesses = [], devices = [] } = options;
  const { probes, losses } = renderProbes(options, place);
  const container: JsonObject = {
    name: place.name,
    image: options.image.reference,
    imagePullPolicy: options.imagePullPolicy ?? options.image.pullPolicy,
    ...(options.command && { command: [...options.command] }),
    ...(options.args && { args: [...options.args] }),
    workingDir: options.workingDir,
    ...(ports.length > 0 && {
      ports: ports.map((p) => ({ name: p.name, containerPort: p.number, protocol: p.protocol })),
    }),
    ...probes,
    ...lifecycleOf(options),
    resources: renderResources(options.resources ?? {}, diskBytesOf(options) + tmpBytesOf(options, place)),
  };
  const variables = [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(envReferences).map(([name, reference]) => ({ name, valueFrom: reference._valueFrom })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (variables.length > 0) container['env'] = variables;
  if (options.runAs) losses.push(...runAs(options.runAs, container, place.target));
  if (options.seLinux) securityContextOf(container)['seLinuxOptions'] = options.seLinux._options;
  mount(options, place, container, spec);
  // the API server rejects a signal in a pod without an operating system
  if (options.stopSignal) spec['os'] = { name: 'linux' };
  for (const weakness of weaknesses) {
    weakness._effect.weakenContainer?.(container, spec);
    weakness._effect.weakenPod?.(spec);
  }
  // a weakness removes the limits of other resources, but a device always has one
  for (const device of devices) device._addTo(container, spec);
  return { container, losses };
}

function lifecycleOf({ postStart, preStop, stopSignal }: ContainerOptions): JsonObject {
  const hooks = {
    ...(postStart && { postStart: { exec: { command: [...postStart] } } }),
    ...(preStop && { preStop: { exec: { command: [...preStop] } } }),
    ...(stopSignal && { stopSignal: stopSignal.signal }),
  };
  return Object.keys(hooks).length === 0 ? {} : { lifecycle: hooks };
}

/** Writes the user of a container that differs from the pod's. */
function runAs({ userId, groupId }: Identity, container: JsonObject, target: Target): Loss[] {
  const hasRunAsGroup = target._supports('runAsGroup');
  container['securityContext'] = { runAsUser: userId, ...(hasRunAsGroup && { runAsGroup: groupId }) };
  return hasRunAsGroup || groupId === undefined ? [] : [target._loss('runAsGroup', String(groupId))];
}

function mount(
  { files = [], writableFolders = [] }: ContainerOptions,
  { app, name }: ContainerPlace,
  container: JsonObject,
  spec: JsonObject,
): void {
  const sources = [
    ...files.map((f) => ({ path: f.mountPath, source: f._volumeSource(app), readOnly: true, subPath: f._subPath })),
    ...writableFolders.map((f) => ({ path: f.path, source: f._source, readOnly: false, subPath: undefined })),
  ];
  if (sources.length === 0) return;
  const volumes = listAt(spec, 'volumes') as JsonObject[];
  const taken = new Set(volumes.map((v) => stringAt(v, 'name')));
  const mounts = sources.map(({ path, source, readOnly, subPath }) => {
    const volume = volumeName(`${name}${path}`, taken);
    taken.add(volume);
    volumes.push({ name: volume, ...source });
    return { name: volume, mountPath: path, ...(subPath !== undefined && { subPath }), ...(readOnly && { readOnly }) };
  });
  spec['volumes'] = volumes;
  container['volumeMounts'] = mounts;
}

function renderProbes(
  options: ContainerOptions,
  { target, probed }: ContainerPlace,
): { probes: JsonObject; losses: Loss[] } {
  const port = options.ports?.find((p) => p.protocol === Protocol.TCP);
  const connection = probed && port ? Probe.tcp(port.number) : undefined;
  const given = {
    livenessProbe: options.livenessProbe ?? connection,
    readinessProbe: options.readinessProbe ?? connection,
    startupProbe: options.startupProbe,
  };
  const probes: JsonObject = {};
  const losses: Loss[] = [];
  for (const [name, probe] of Object.entries(given)) {
    if (probe === undefined || (name === 'startupProbe' && !target._supports('startupProbe'))) continue;
    const rendered = probe._render(target);
    probes[name] = rendered.probe;
    losses.push(...rendered.losses);
  }
  if (given.startupProbe && !target._supports('startupProbe')) {
    const loss = target._loss('startupProbe', 'a startup probe');
    losses.push(given.livenessProbe ? loss : { ...loss, instead: 'nothing: there is no liveness probe to delay' });
    if (given.livenessProbe) {
      const initialDelaySeconds = Math.max(given.livenessProbe.delaySeconds, given.startupProbe.patienceSeconds);
      probes['livenessProbe'] = { ...(probes['livenessProbe'] as JsonObject), initialDelaySeconds };
    }
  }
  return { probes, losses };
}
