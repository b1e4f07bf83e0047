import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from './daemon';
import { kubeconfig } from './kubeconfig';
import { kubernetesPrograms } from './programs';

/** An API server with its store, the controllers and the scheduler, on the loopback of this machine. */
export interface ControlPlane {
  /** For the administrator. */
  readonly kubeconfig: string;
  /** Content of the kubeconfig of the one node, which reaches this machine at an address. */
  readonly nodeKubeconfig: (host: string) => string;
  readonly daemons: readonly Daemon[];
}

/** Name of the one node: also the host at which the API server finds its kubelet. */
export const NODE = 'localhost';

export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeers: number;
  readonly api: number;
}

export function startControlPlane(folder: string, ports: ControlPlanePorts): ControlPlane {
  const programs = kubernetesPrograms();
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const daemon = (name: string, program: string, flags: Readonly<Record<string, string>>): Daemon =>
    new Daemon(
      name,
      program,
      Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      join(folder, `${name}.log`),
    );

  const [adminToken, nodeToken] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const server = `https://127.0.0.1:${ports.api}`;
  const admin = file('kubeconfig', kubeconfig(server, adminToken));
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = file('service-accounts.key', privateKey);
  const tokens = file(
    'tokens.csv',
    `${adminToken},admin,1,"system:masters"\n${nodeToken},system:node:${NODE},2,"system:nodes"\n`,
  );
  const etcd = `http://127.0.0.1:${ports.etcd}`;

  const daemons = [
    daemon('etcd', 'etcd', {
      'data-dir': join(folder, 'etcd'),
      'listen-client-urls': etcd,
      'advertise-client-urls': etcd,
      'listen-peer-urls': `http://127.0.0.1:${ports.etcdPeers}`,
    }),
    daemon('kube-apiserver', join(programs, 'kube-apiserver'), {
      'etcd-servers': etcd,
      'bind-address': '127.0.0.1',
      'secure-port': String(ports.api),
      'cert-dir': join(folder, 'certificates'),
      'endpoint-reconciler-type': 'none',
      'service-cluster-ip-range': '10.96.0.0/16',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': key,
      'service-account-signing-key-file': key,
      'token-auth-file': tokens,
      'authorization-mode': 'Node,RBAC',
      'enable-admission-plugins': 'NodeRestriction',
      // as on most clusters: what may be privileged is the namespace's affair
      'allow-privileged': 'true',
      'kubelet-preferred-address-types': 'Hostname',
    }),
    daemon('kube-controller-manager', join(programs, 'kube-controller-manager'), {
      kubeconfig: admin,
      'secure-port': '0',
      'leader-elect': 'false',
      'use-service-account-credentials': 'true',
      'service-account-private-key-file': key,
    }),
    daemon('kube-scheduler', join(programs, 'kube-scheduler'), {
      kubeconfig: admin,
      'secure-port': '0',
      'leader-elect': 'false',
    }),
  ];
  return {
    kubeconfig: admin,
    nodeKubeconfig: (host) => kubeconfig(`https://${host}:${ports.api}`, nodeToken),
    daemons,
  };
}
