import { ClusterEvent, Pod, rolloutOf, stuckReasons, Workload } from './rollout';
import { Kubectl } from './kubectl';
import { Progress, waitUntil } from './wait';

/** Workloads of one kind in one namespace. */
export interface Expected {
  readonly kind: 'deployments' | 'daemonsets';
  readonly namespace: string;
  readonly names: readonly string[];
}

/** Waits until all workloads are rolled out. Prints their progress, and after a timeout the reasons why they are not ready. */
export async function waitForRollouts(
  kubectl: Kubectl,
  expected: readonly Expected[],
  seconds: number,
): Promise<boolean> {
  const progress = new Progress();
  const isReady = await waitUntil(async () => {
    const states = await Promise.all(expected.map((some) => unready(kubectl, some, progress)));
    return states.every((names) => names.length === 0);
  }, seconds);
  if (isReady) return true;
  console.error(`not ready after ${seconds} s:`);
  for (const some of expected) await explain(kubectl, some);
  return false;
}

async function unready(kubectl: Kubectl, { kind, namespace, names }: Expected, progress?: Progress): Promise<string[]> {
  const workloads = await kubectl.list<Workload>(kind, '--namespace', namespace);
  return names.filter((name) => {
    const { isDone, text } = rolloutOf(workloads.find((workload) => workload.metadata.name === name));
    progress?.say(name, text);
    return !isDone;
  });
}

async function explain(kubectl: Kubectl, expected: Expected): Promise<void> {
  const { namespace } = expected;
  const pods = await kubectl.list<Pod>('pods', '--namespace', namespace);
  const events = await kubectl.list<ClusterEvent>('events', '--namespace', namespace);
  for (const name of await unready(kubectl, expected)) {
    console.error(`  ${namespace}/${name}`);
    for (const reason of stuckReasons(name, pods, events)) console.error(`    ${reason}`);
  }
}
