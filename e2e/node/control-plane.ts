import { join } from 'node:path';
import { ApiServerPorts, daemonWithFlags, secretFile, startApiServer } from '../cluster/api-server';
import { Daemon } from '../cluster/daemon';
import { kubeconfig } from '../cluster/kubeconfig';
import { kubernetesProgram, NODE_KUBERNETES } from '../cluster/kubernetes';

/** An API server with its store, the controllers and the scheduler, on the loopback of this machine. */
export interface ControlPlane {
  /** For the administrator. */
  readonly kubeconfig: string;
  /** Content of the kubeconfig of the one node, which reaches this machine at an address. */
  readonly nodeKubeconfig: (host: string) => string;
  /** The store first. */
  readonly daemons: readonly Daemon[];
}

/** Name of the one node: also the host at which the API server finds its kubelet. */
export const NODE = 'localhost';

export function startControlPlane(folder: string, ports: ApiServerPorts): ControlPlane {
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
