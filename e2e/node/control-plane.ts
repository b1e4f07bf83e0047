import { join } from 'node:path';
import { Kubectl } from '../../scripts/demo/kubectl';
import { waitUntil } from '../../scripts/demo/wait';
import { ApiServerPorts, daemonWithFlags, secretFile, startApiServer } from '../cluster/api-server';
import { Daemon } from '../cluster/daemon';
import { kubeconfig } from '../cluster/kubeconfig';
import { kubernetesProgram, NODE_KUBERNETES } from '../cluster/kubernetes';

/** API server with its store, the controllers and the scheduler, on the loopback interface of this machine. */
export interface ControlPlane {
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Returns the content of the node's kubeconfig, with the address at which the node reaches this machine. */
  readonly nodeKubeconfig: (host: string) => string;
  /** Daemons, starting with the store. */
  readonly daemons: readonly Daemon[];
}

/** Seconds to wait for the API server, also on a busy machine. */
const PATIENCE = 120;

/** Name of the node, and host at which the API server reaches its kubelet. */
export const NODE = 'localhost';

/** @throws Error if the API server is not ready in time */
export async function startControlPlane(folder: string, ports: ApiServerPorts): Promise<ControlPlane> {
  const controllers = kubernetesProgram(NODE_KUBERNETES, 'kube-controller-manager');
  const scheduler = kubernetesProgram(NODE_KUBERNETES, 'kube-scheduler');
  const server = startApiServer(NODE_KUBERNETES, folder, ports, [
    { name: 'admin', group: 'system:masters' },
    { name: `system:node:${NODE}`, group: 'system:nodes' },
  ]);
  const [adminToken, nodeToken] = server.tokens as [string, string];
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

/** Waits for the API server, because the controllers and the scheduler end if it is not ready within ten seconds. */
async function untilReady(kubectl: Kubectl, daemons: readonly Daemon[]): Promise<void> {
  const answers = (): Promise<boolean> =>
    kubectl.run('get', '--raw', '/readyz').then(
      () => true,
      () => false,
    );
  const isReady = await Promise.race([waitUntil(answers, PATIENCE), ...daemons.map((daemon) => daemon.untilEnd())]);
  if (!isReady) throw new Error(`the API server is not ready after ${PATIENCE} s`);
}
