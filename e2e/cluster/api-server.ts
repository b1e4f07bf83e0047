import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Daemon } from './daemon';
import { kubernetesProgram } from './kubernetes';

/** User of an API server, identified by a token. */
export interface ApiUser {
  readonly name: string;
  readonly group: string;
}

export interface ApiServerPorts {
  readonly etcd: number;
  readonly etcdPeers: number;
  readonly api: number;
}

/** API server with its store, on the loopback interface of this machine. */
export interface ApiServer {
  readonly port: number;
  /** Tokens of the users, in their order. */
  readonly tokens: readonly string[];
  /** File of the self-signed certificate that the server creates at its start. */
  readonly certificate: string;
  /** File of the key that signs the tokens of service accounts. */
  readonly serviceAccountKey: string;
  /** Daemons, starting with the store. */
  readonly daemons: readonly Daemon[];
}

/**
 * Starts an API server and its store.
 * @param version version of Kubernetes, such as `1.37`
 * @param folder folder for data and logs
 */
export function startApiServer(
  version: string,
  folder: string,
  ports: ApiServerPorts,
  users: readonly ApiUser[],
): ApiServer {
  const program = kubernetesProgram(version, 'kube-apiserver');
  const tokens = users.map(() => randomBytes(16).toString('hex'));
  const tokenFile = secretFile(
    join(folder, 'tokens.csv'),
    users.map(({ name, group }, id) => `${tokens[id]},${name},${id + 1},"${group}"\n`).join(''),
  );
  const serviceAccountKey = secretFile(join(folder, 'service-accounts.key'), privateKey());
  const certificates = join(folder, 'certificates');
  const etcd = `http://127.0.0.1:${ports.etcd}`;
  const store = daemonWithFlags(folder, 'etcd', {
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': etcd,
    'advertise-client-urls': etcd,
    'listen-peer-urls': `http://127.0.0.1:${ports.etcdPeers}`,
  });
  const server = daemonWithFlags(folder, program, {
    'etcd-servers': etcd,
    'bind-address': '127.0.0.1',
    'secure-port': String(ports.api),
    'cert-dir': certificates,
    'endpoint-reconciler-type': 'none',
    'service-cluster-ip-range': '10.96.0.0/16',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': serviceAccountKey,
    'service-account-signing-key-file': serviceAccountKey,
    'token-auth-file': tokenFile,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    // as on most clusters, only namespaces restrict privileged containers
    'allow-privileged': 'true',
    'kubelet-preferred-address-types': 'Hostname',
  });
  return {
    port: ports.api,
    tokens,
    certificate: join(certificates, 'apiserver.crt'),
    serviceAccountKey,
    daemons: [store, server],
  };
}

/** Starts a program with flags. The name of its log is the name of the program. */
export function daemonWithFlags(folder: string, program: string, flags: Readonly<Record<string, string>>): Daemon {
  const name = basename(program);
  const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
  return new Daemon(name, program, args, join(folder, `${name}.log`));
}

/** Writes a file that only its owner can read. @returns the path of the file */
export function secretFile(file: string, content: string): string {
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

function privateKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}
