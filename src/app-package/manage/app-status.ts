import { hostname } from 'node:os';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import type { Installation, RunState } from '../install/installation';
import { podFileName, readPodFolder, type PodFile } from '../install/pod-folder';
import { runProgram } from '../install/program';
import { kubeletPods, READ_ONLY_KUBELET, type KubeletAccess } from './kubelet-pods';
import { runtimePods } from './runtime-pods';
import type { RuntimeContainer, RuntimePod, RuntimePods } from './runtime-pod';

/** State of a pod of an app. */
export enum PodState {
  /** All its containers run. */
  RUNNING = 'running',
  /** All its containers have ended with success, and none is restarted. */
  COMPLETED = 'completed',
  /** A container waits or has ended. */
  FAILING = 'failing',
  /** The file of the pod is in the folder of static pods, but the kubelet has not started the pod. */
  NOT_STARTED = 'not started',
  /** The file of the pod is missing or was changed. */
  CHANGED = 'changed',
  /** The pod has ended, because the app is stopped. */
  STOPPED = 'stopped',
  /** The app is stopped, but the pod still runs. */
  STOPPING = 'stopping',
  /** Neither kubelet nor runtime answers. */
  UNKNOWN = 'unknown',
}

/** Status of a pod. */
export interface PodStatus {
  /** Namespace and name, such as `default/web`. */
  readonly pod: string;
  readonly state: PodState;
  /** Explanation. Empty if there is none. */
  readonly reason: string;
  readonly containers: ReadonlyArray<RuntimeContainer>;
}

/** Status of an app. */
export interface AppStatus {
  readonly app: string;
  readonly version: string;
  readonly state: RunState;
  /** True if its objects are in a cluster, which knows their status. */
  readonly isInCluster: boolean;
  readonly pods: ReadonlyArray<PodStatus>;
}

const WANTED: ReadonlySet<PodState> = new Set([PodState.RUNNING, PodState.COMPLETED, PodState.STOPPED]);

/** True if an app is as its state requires. */
export function isAsWanted({ pods }: AppStatus): boolean {
  return pods.every(({ state }) => WANTED.has(state));
}

/**
 * Asks for the pods of this machine: a given kubelet; or else the kubelet's port for reading, or the container runtime.
 * @returns undefined if none of them answers
 * @throws InputError if the given kubelet does not answer
 */
export async function machinePods(kubelet: KubeletAccess | undefined): Promise<RuntimePods | undefined> {
  if (kubelet !== undefined) return { source: 'kubelet', pods: await kubeletPods(kubelet) };
  try {
    return { source: 'kubelet', pods: await kubeletPods(READ_ONLY_KUBELET) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return runtimePods();
  }
}

/** Returns the status of apps, given the pods of the machine. */
export async function appStatuses(
  apps: ReadonlyArray<Installation>,
  found: RuntimePods | undefined,
  podFolder: string,
): Promise<AppStatus[]> {
  const folder = resolve(podFolder);
  const files = new Map((existsSync(folder) ? readPodFolder(folder) : []).map((file) => [file.name, file]));
  const names = apps.flatMap(({ pods }) => pods.map(({ pod }) => pod));
  const statuses: AppStatus[] = [];
  for (const { app, appVersion, state, applied, pods } of apps) {
    const ofPods: PodStatus[] = [];
    for (const { pod, text } of pods) {
      const file = files.get(podFileName(app, pod));
      const running = found?.pods.find((each) => manifestName(each, names) === pod);
      const status = podStatus(pod, text, file, state.isStarted, running, found !== undefined);
      const isRefused = status.state === PodState.NOT_STARTED;
      ofPods.push(isRefused ? { ...status, reason: await kubeletLine(podFileName(app, pod)) } : status);
    }
    statuses.push({ app, version: appVersion, state, isInCluster: applied !== null, pods: ofPods });
  }
  return statuses;
}

function podStatus(
  pod: string,
  text: string,
  file: PodFile | undefined,
  isStarted: boolean,
  running: RuntimePod | undefined,
  isKnown: boolean,
): PodStatus {
  const containers = running?.containers ?? [];
  const of = (state: PodState, reason = ''): PodStatus => ({ pod, state, reason, containers });
  if (!isStarted) {
    if (file !== undefined)
      return of(PodState.CHANGED, 'its file is still in the folder of static pods: stop it again');
    if (!isKnown) return of(PodState.UNKNOWN, UNREACHABLE);
    return of(running === undefined ? PodState.STOPPED : PodState.STOPPING);
  }
  if (file === undefined)
    return of(PodState.CHANGED, 'its file is missing in the folder of static pods: start it again');
  if (file.bytes?.equals(Buffer.from(text)) !== true)
    return of(PodState.CHANGED, 'its file in the folder of static pods was changed: start it again');
  if (!isKnown) return of(PodState.UNKNOWN, UNREACHABLE);
  if (running === undefined) return of(PodState.NOT_STARTED);
  if (running.phase === 'Succeeded') return of(PodState.COMPLETED);
  const ends = initContainers(text);
  const isUp =
    containers.length > 0 &&
    containers.every((each) => each.state === 'running' || (ends.has(each.name) && isDone(each)));
  const isRunning = isUp && (running.phase === undefined || running.phase === 'Running');
  return of(isRunning ? PodState.RUNNING : PodState.FAILING, running.reason);
}

const UNREACHABLE = 'neither the kubelet nor the container runtime answers';

/** True for a container that has ended with success. A container runtime does not report the reason. */
function isDone({ state, reason }: RuntimeContainer): boolean {
  return state === 'ended' && (reason === '' || reason.startsWith('Completed'));
}

/** Returns the names of the containers of a pod that end before the others start. */
function initContainers(text: string): Set<string> {
  const containers = (readYamlDocuments(text) as Manifest[]).flatMap(podsOf).flatMap(({ spec }) => containersOf(spec));
  return new Set(containers.filter(({ role }) => role === 'init').map(({ name }) => name));
}

/**
 * Returns the name of a pod in its manifest. The kubelet adds a dash and the name of the node, which is that of the host unless
 * it is configured.
 */
function manifestName({ namespace, name }: RuntimePod, names: ReadonlyArray<string>): string | undefined {
  const suffix = `-${hostname().toLowerCase()}`;
  if (name.endsWith(suffix)) {
    const exact = `${namespace}/${name.slice(0, -suffix.length)}`;
    if (names.includes(exact)) return exact;
  }
  const [longest] = names
    .filter((each) => `${namespace}/${name}` === each || `${namespace}/${name}`.startsWith(`${each}-`))
    .sort((a, b) => b.length - a.length);
  return longest;
}

/** Returns the kubelet's last line in the journal about a file. Empty if there is none. */
async function kubeletLine(file: string): Promise<string> {
  const journal = ['journalctl', '--unit', 'kubelet', '--boot', '--lines', '2000', '--output', 'cat'];
  const lines = (await runProgram(journal).catch(() => '')).split('\n');
  const line = lines.reverse().find((each) => each.includes(file));
  return line === undefined
    ? 'the kubelet has not started it: see its log'
    : `the kubelet says: ${line.trim().slice(0, LONGEST_LINE)}`;
}

const LONGEST_LINE = 1000;
