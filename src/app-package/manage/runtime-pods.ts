import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { readJson } from '../../kubernetes/read-json';
import { ProgramError, runProgram } from '../install/program';
import { PACKAGE_ANNOTATION } from '../install/package-objects';
import type { RuntimeContainer, RuntimePod, RuntimePods } from './runtime-pod';

/** Labels that the kubelet gives to the containers of a pod, and that containerd gives to sandboxes. */
const POD_NAME = 'io.kubernetes.pod.name';
const POD_NAMESPACE = 'io.kubernetes.pod.namespace';
const CONTAINER_NAME = 'io.kubernetes.container.name';
const RESTARTS = 'io.kubernetes.container.restartCount';
const KIND = 'io.cri-containerd.kind';

/** Asks the container runtime for the pods of the kubelet. Undefined if no program can ask it. */
export async function runtimePods(): Promise<RuntimePods | undefined> {
  return (
    (await asked('crictl', crictlPods)) ??
    (await asked('ctr', () => containerdPods(['ctr']))) ??
    asked('k3s', () => containerdPods(['k3s', 'ctr']))
  );
}

async function asked(source: string, ask: () => Promise<RuntimePod[]>): Promise<RuntimePods | undefined> {
  try {
    return { source, pods: await ask() };
  } catch (error) {
    if (error instanceof ProgramError) return undefined;
    throw error;
  }
}

/** Container or sandbox with its pod. */
interface Found {
  readonly namespace: string;
  readonly pod: string;
  readonly package?: string;
  /** Undefined for a sandbox. */
  readonly container?: RuntimeContainer;
  /** Number of the attempt. Only the last one counts. */
  readonly attempt: number;
}

async function crictlPods(): Promise<RuntimePod[]> {
  const pods = await json(['crictl', 'pods', '--output', 'json']);
  const containers = await json(['crictl', 'ps', '--all', '--output', 'json']);
  return together([
    ...listAt(pods, 'items')
      .filter(isObject)
      // a sandbox that is not ready has ended
      .filter((pod) => stringAt(pod, 'state') === 'SANDBOX_READY')
      .map((pod) => {
        const metadata = objectAt(pod, 'metadata');
        return {
          namespace: stringAt(metadata, 'namespace') ?? '',
          pod: stringAt(metadata, 'name') ?? '',
          package: stringAt(objectAt(pod, 'annotations'), PACKAGE_ANNOTATION),
          attempt: numberAt(metadata, 'attempt'),
        };
      }),
    ...listAt(containers, 'containers')
      .filter(isObject)
      .map((container) => {
        const labels = objectAt(container, 'labels');
        const metadata = objectAt(container, 'metadata');
        const restarts = Number(stringAt(objectAt(container, 'annotations'), RESTARTS) ?? Number.NaN);
        return {
          namespace: stringAt(labels, POD_NAMESPACE) ?? '',
          pod: stringAt(labels, POD_NAME) ?? '',
          attempt: numberAt(metadata, 'attempt'),
          container: {
            name: stringAt(metadata, 'name') ?? '',
            state: CRI_STATES.get(stringAt(container, 'state') ?? '') ?? 'unknown',
            restarts: Number.isInteger(restarts) ? restarts : undefined,
            reason: '',
          },
        };
      }),
  ]);
}

const CRI_STATES: ReadonlyMap<string, RuntimeContainer['state']> = new Map([
  ['CONTAINER_RUNNING', 'running'],
  ['CONTAINER_CREATED', 'waiting'],
  ['CONTAINER_EXITED', 'ended'],
]);

/** Asks containerd itself. It does not know the restarts. */
async function containerdPods(program: ReadonlyArray<string>): Promise<RuntimePod[]> {
  const ctr = [...program, '--namespace', 'k8s.io'];
  const tasks = taskStates(await runProgram([...ctr, 'tasks', 'list']));
  const ids = (await runProgram([...ctr, 'containers', 'list', '--quiet'])).split(/\s+/).filter((id) => id !== '');
  const found: Found[] = [];
  for (const id of ids) {
    // a container may end meanwhile
    const info = await json([...ctr, 'containers', 'info', id]).catch(() => undefined);
    const labels = objectAt(info ?? {}, 'Labels');
    const pod = stringAt(labels, POD_NAME);
    if (pod === undefined) continue;
    const state = tasks.get(id);
    const common = { namespace: stringAt(labels, POD_NAMESPACE) ?? '', pod, attempt: state === 'running' ? 1 : 0 };
    if (stringAt(labels, KIND) === 'sandbox') {
      if (state === 'running') found.push(common);
      continue;
    }
    const name = stringAt(labels, CONTAINER_NAME) ?? '';
    found.push({
      ...common,
      container: { name, state: state ?? 'ended', restarts: undefined, reason: '' },
    });
  }
  return together(found);
}

const TASK_STATES: ReadonlyMap<string, RuntimeContainer['state']> = new Map([
  ['RUNNING', 'running'],
  ['CREATED', 'waiting'],
  ['STOPPED', 'ended'],
]);

function taskStates(table: string): Map<string, RuntimeContainer['state']> {
  return new Map(
    table.split('\n').flatMap((line): [string, RuntimeContainer['state']][] => {
      const [id = '', , status = ''] = line.trim().split(/\s+/);
      const state = TASK_STATES.get(status);
      return state === undefined ? [] : [[id, state]];
    }),
  );
}

/** Groups containers by their pods: of each container, the last attempt. Pods without a sandbox have ended. */
function together(found: ReadonlyArray<Found>): RuntimePod[] {
  const pods = new Map<string, { readonly sandbox: Found; readonly containers: Map<string, Found> }>();
  for (const each of found.filter(({ container }) => container === undefined))
    pods.set(`${each.namespace}/${each.pod}`, { sandbox: each, containers: new Map() });
  for (const each of found) {
    const containers = pods.get(`${each.namespace}/${each.pod}`)?.containers;
    const name = each.container?.name;
    if (containers === undefined || name === undefined) continue;
    if ((containers.get(name)?.attempt ?? -1) <= each.attempt) containers.set(name, each);
  }
  return [...pods.values()].map(({ sandbox, containers }) => ({
    namespace: sandbox.namespace,
    name: sandbox.pod,
    package: sandbox.package,
    phase: undefined,
    reason: '',
    containers: [...containers.values()].flatMap(({ container }) => (container === undefined ? [] : [container])),
  }));
}

async function json(command: ReadonlyArray<string>): Promise<JsonObject> {
  const text = await runProgram(command);
  try {
    const value = readJson(text);
    if (isObject(value)) return value;
  } catch {
    // the error below
  }
  throw new ProgramError(`${command.join(' ')} returned no JSON object`);
}

function numberAt(parent: JsonObject, key: string): number {
  const value = parent[key];
  return typeof value === 'number' ? value : 0;
}
