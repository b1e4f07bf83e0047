/**
 * Removes the demo from a cluster, and its profiles from the kernels of the nodes.
 *
 * The order is: workloads, profiles, loader. The workloads are first, because the kernel leaves the processes of an unloaded
 * profile unconfined. The loader is last, because nothing else unloads the profiles.
 */
import { DEMO_NAMESPACES, LOADER, LOADER_NAMESPACE, RETIRED_CONFIG_MAP } from '../../src/demo/names';
import { ConfigMapData, profileNames, retiredNames } from './profile-names';
import { PROFILES_LABEL, RETIRED_KEY } from '../../src/kubernetes/profile-config-map';
import { demoCommand, NotReady } from './demo-command';
import { Kubectl } from './kubectl';
import { waitForRollouts } from './rollouts';
import { Progress, waitUntil } from './wait';

const IN_LOADER_NAMESPACE = ['--namespace', LOADER_NAMESPACE];
const NO_WAIT = ['--ignore-not-found', '--wait=false'];

demoCommand({
  summary: "Remove the demo from the cluster, and its AppArmor profiles from the nodes' kernels.",
  timeout: { bounds: 'maximum time of each step', seconds: 300 },
  run: async (kubectl, { seconds }) => {
    const namespaces = await kubectl.names('namespaces', ...DEMO_NAMESPACES, LOADER_NAMESPACE);
    if (namespaces.length === 0) {
      console.log('the cluster does not contain the demo');
      return true;
    }
    return (
      (await removeWorkloads(kubectl, seconds)) &&
      (await retireProfiles(kubectl, seconds)) &&
      (await removeLoader(kubectl, seconds)) &&
      (await removeNamespaces(kubectl, seconds))
    );
  },
});

/** Deletes the workloads and waits. A Service of type LoadBalancer exists until the cloud has deleted its load balancer. */
async function removeWorkloads(kubectl: Kubectl, seconds: number): Promise<boolean> {
  console.log('removing the workloads');
  for (const namespace of DEMO_NAMESPACES)
    await kubectl.run('delete', 'deployments,services', '--all', '--namespace', namespace, ...NO_WAIT);
  return waitUntilGone(async () => {
    const left = DEMO_NAMESPACES.map((namespace) =>
      kubectl.names('deployments,replicasets,pods,services', '--namespace', namespace),
    );
    return (await Promise.all(left)).flat();
  }, seconds);
}

async function retireProfiles(kubectl: Kubectl, seconds: number): Promise<boolean> {
  const labelled = await kubectl.list<ConfigMapData>(
    'configmaps',
    '--selector',
    `${PROFILES_LABEL}=apparmor`,
    ...IN_LOADER_NAMESPACE,
  );
  const profiles = labelled.filter(({ metadata }) => metadata.name !== RETIRED_CONFIG_MAP);
  const [retired] = await kubectl.list<ConfigMapData>('configmaps', RETIRED_CONFIG_MAP, ...IN_LOADER_NAMESPACE);
  const names = [...new Set([...retiredNames(retired?.data?.[RETIRED_KEY]), ...profileNames(profiles)])].sort();
  const [loader] = await kubectl.names('daemonsets', LOADER, ...IN_LOADER_NAMESPACE);
  if (names.length === 0) return true;
  if (loader === undefined) {
    console.log(`the loader does not exist, so each node keeps ${names.join(', ')} until it restarts`);
    return true;
  }

  console.log(`retiring the profiles ${names.join(', ')}`);
  await patch(kubectl, 'configmap', RETIRED_CONFIG_MAP, {
    data: { [RETIRED_KEY]: names.map((name) => `${name}\n`).join('') },
  });
  for (const { metadata } of profiles)
    await kubectl.run('delete', 'configmap', metadata.name, ...IN_LOADER_NAMESPACE, ...NO_WAIT);
  await restartLoader(kubectl);
  return waitForRollouts(kubectl, [{ kind: 'daemonsets', namespace: LOADER_NAMESPACE, names: [LOADER] }], seconds);
}

/**
 * Replaces the loader's pods, so that their readiness is based on the new list.
 *
 * Running pods would get the new list only when the kubelet updates the volume, up to two minutes later. Until then, they
 * would be ready with the old list. An annotation of the pod template contains the version of the list, so the pods are
 * replaced exactly when the list has changed.
 */
async function restartLoader(kubectl: Kubectl): Promise<void> {
  const [list] = await kubectl.list<{ readonly metadata: { readonly uid: string; readonly resourceVersion: string } }>(
    'configmaps',
    RETIRED_CONFIG_MAP,
    ...IN_LOADER_NAMESPACE,
  );
  if (list === undefined) throw new NotReady(`the config map ${RETIRED_CONFIG_MAP} was deleted: run the command again`);
  const annotations = { 'secure-edge.dev/retired-version': `${list.metadata.uid}/${list.metadata.resourceVersion}` };
  await patch(kubectl, 'daemonset', LOADER, { spec: { template: { metadata: { annotations } } } });
}

async function patch(kubectl: Kubectl, kind: string, name: string, change: object): Promise<void> {
  await kubectl.run('patch', kind, name, ...IN_LOADER_NAMESPACE, '--type=merge', '--patch', JSON.stringify(change));
}

async function removeLoader(kubectl: Kubectl, seconds: number): Promise<boolean> {
  console.log('removing the loader');
  await kubectl.run('delete', 'daemonset', LOADER, ...IN_LOADER_NAMESPACE, ...NO_WAIT);
  return waitUntilGone(() => kubectl.names('daemonsets,pods', ...IN_LOADER_NAMESPACE), seconds);
}

interface Namespace {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

async function removeNamespaces(kubectl: Kubectl, seconds: number): Promise<boolean> {
  console.log('removing the namespaces');
  const namespaces = [...DEMO_NAMESPACES, LOADER_NAMESPACE];
  await kubectl.run('delete', 'namespaces', ...namespaces, ...NO_WAIT);
  return waitUntilGone(
    async () => (await kubectl.list<Namespace>('namespaces', ...namespaces)).map(namespaceLeft),
    seconds,
  );
}

/** Returns the name of a namespace, with the cluster's reasons why it still exists. */
function namespaceLeft({ metadata, status }: Namespace): string {
  const held = (status?.conditions ?? [])
    .filter((condition) => condition.status === 'True' && condition.message)
    .map(({ message }) => message);
  return [`namespace/${metadata.name}`, ...held].join(': ');
}

async function waitUntilGone(left: () => Promise<string[]>, seconds: number): Promise<boolean> {
  const progress = new Progress();
  let remaining: string[] = [];
  const isGone = await waitUntil(async () => {
    remaining = await left();
    progress.say('left', remaining.length === 0 ? 'nothing' : `${remaining.length} objects`);
    return remaining.length === 0;
  }, seconds);
  if (isGone) return true;
  console.error(`not deleted after ${seconds} s:`);
  for (const object of remaining) console.error(`  ${object}`);
  return false;
}
