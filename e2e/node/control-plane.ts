import { join } from 'node:path';
import { Kubectl } from '../../scripts/demo/kubectl';
import { waitUntil } from '../../scripts/demo/wait';
import { ApiServerPorts, daemonWithFlags, secretFile, startApiServer } from '../cluster/api-server';
import { Daemon } from '../cluster/daemon';
import { kubeconfig } from '../cluster/kubeconfig';
import { kubernetesProgram, NODE_KUBERNETES } from '../cluster/kubernetes';

/** An API server with its store, the controllers and the scheduler, on the loopback of this machine. */
export interface ControlPlane {
  /** For the administrator. */
  readonly kubeconfig: string;
  /** Content of the `kubeconfig` of the one node, which reaches this machine at an address. */
  readonly nodeKubeconfig: (host: string) => string;
  /** The store first. */
  readonly daemons: readonly Daemon[];
}

/** For an API server on a machine that is busy. */
const PATIENCE = 120;

/** Name of the one node: also the host at which the API server finds its kubelet. */
export const NODE = 'localhost';

/** @throws Error when the API server is not ready in time */
export async function startControlPlane(folder: string, ports: ApiServerPorts): Promise<ControlPlane> {
  const [controllers, scheduler] = (['kube-controller-manager', 'kube-scheduler'] as const).map((name) =>
    kubernetesProgram(NODE_KUBERNETES, name),
  );
  const server = startApiServer(NODE_KUBERNETES, folder, ports, [
    { name: 'admin', group: 'system:masters' },
    { name: `system:node:${NODE}`, group: 'system:nodes' },
  ]);
  const [adminToken, nodeToken] = server.tokens;
  const config = (host: string, token: string): string => kubeconfig(`https://${host}:${server.port}`, token);
  const admin = secretFile(join(folder, 'kubeconfig'), config('127.0.0.1', adminToken));
  try {
    await untilReady(new Kubectl({ kubeconfig: admin }), server.daemons);
  } catch (error) {
    await Promise.all(server.daemons.map((daemon) => daemon.stop()));
    throw error;
  }
  const shared = { kubeconfig: admin, 'secure-port': '0', 'leader-elect': 'false' };
  return {
    kubeconfig: admin,
    nodeKubeconfig: (host) => config(host, nodeToken),
    daemons: [
      ...server.daemons,
      daemonWithFlags(folder, controllers, {
        ...shared,
        'use-service-account-credentials': 'true',
        'service-account-private-key-file': server.serviceAccountKey,
      }),
      daemonWithFlags(folder, scheduler, shared),
    ],
  };
}

/** The controllers and the scheduler wait ten seconds for an API server, and end. */
async function untilReady(kubectl: Kubectl, daemons: readonly Daemon[]): Promise<void> {
  const answers = (): Promise<boolean> =>
    kubectl.run('get', '--raw', '/readyz').then(
      () => true,
      () => false,
    );
  const isReady = await Promise.race([waitUntil(answers, PATIENCE), ...daemons.map((daemon) => daemon.untilEnd())]);
  if (!isReady) throw new Error(`the API server is not ready after ${PATIENCE} s`);
}
