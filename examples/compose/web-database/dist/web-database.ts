import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  MountedFiles,
  Peer,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
  UpdatePolicy,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const WEB_PORT = Port.tcp(8080);
const SECRETS_FILES = MountedFiles.fromSecretFiles('/run/secrets', [{ secret: 'db-password', key: 'db_password' }]);
const WEB_PROBE = Probe.httpGet('/healthz', 8080, { periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 3 });
const BACK_MEMBER = { 'network.secure-edge.dev/web-database_back': 'member' };
const BACK_NETWORK = Flow.with(Peer.pods(BACK_MEMBER));
const DB_PROBE = Probe.exec(['/bin/sh', '-c', 'pg_isready --username orders'], {
  periodSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold: 5,
});

/** Apps of the Compose project web-database. */
export class WebDatabase extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.front: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Differs: volumes.db-data: a claim of 1Gi, of the default StorageClass: set the size in
    //   driver_opts.size, or in the claim
    // Differs: secrets.db_password: it must exist before the apps start: the entries of the services say
    //   how to create it
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (web, db and cache)
    // Differs: restart: to stop the service, scale its workload to 0 or delete it (web, db and cache)

    const namespace = new EdgeNamespace(this, 'web-database');

    const dbData = new DataClaim(namespace, 'db-data', { size: '1Gi' });

    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Differs: secrets[0]: the Secret db-password must exist: kubectl create secret generic db-password
    //   --namespace web-database --from-file=db_password=FILE
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: ports[0]: port 8080 of the gateway is not opened: pods of the namespace reach port 8080 of
    //   "web". For clients outside the cluster, use --accept publish:web for a load balancer with a
    //   private address, or an Ingress
    // Differs: healthcheck: the kubelet sends the request to the address of the pod, and the image needs
    //   no client; a container that fails its check is restarted, while the engine only marks it
    // Differs: depends_on.db: the pods start together. The name "db" leads to a pod only when its
    //   readiness probe succeeds, and a service that ends because it cannot connect is started again
    // Differs: depends_on.cache: the pods start together, and a service that ends because it cannot
    //   connect is started again
    new SecureEdgeApp(namespace, 'web', {
      image: Image.fromTag('ghcr.io/acme/orders:4.2.1', TAG_REASON),
      identity: Identity.user(10010),
      env: { DATABASE_HOST: 'db', DATABASE_NAME: 'orders', CACHE_URL: 'redis://cache:6379/0', LOG_LEVEL: 'info' },
      ports: [WEB_PORT],
      exposure: Exposure.inCluster(),
      files: [SECRETS_FILES],
      livenessProbe: WEB_PROBE,
      readinessProbe: WEB_PROBE,
      startupProbe: Probe.httpGet('/healthz', 8080, { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 13 }),
      resources: { cpuLimit: '1', memoryLimit: '512Mi' },
      labels: BACK_MEMBER,
      ingress: [BACK_NETWORK, Flow.with(Peer.sameNamespace(), WEB_PORT)],
      egress: [BACK_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
    });

    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Differs: tmpfs[0]: without a size, it has 64Mi
    // Differs: secrets[0]: the Secret db-password must exist: kubectl create secret generic db-password
    //   --namespace web-database --from-file=db_password=FILE
    // Differs: healthcheck: the image must have /bin/sh; a container that fails its check is restarted,
    //   while the engine only marks it
    new SecureEdgeApp(namespace, 'db', {
      image: Image.fromTag('docker.io/library/postgres:16.4', TAG_REASON),
      identity: Identity.user(999),
      env: { POSTGRES_DB: 'orders', POSTGRES_USER: 'orders', POSTGRES_PASSWORD_FILE: '/run/secrets/db_password' },
      ports: [Port.tcp(5432)],
      exposure: Exposure.inCluster(),
      files: [SECRETS_FILES],
      writableFolders: [
        WritableFolder.persistent('/var/lib/postgresql/data', dbData),
        WritableFolder.temporary('/var/run/postgresql', { size: '64Mi', inMemory: true }),
        WritableFolder.temporary('/dev/shm', { size: '128Mi', inMemory: true }),
      ],
      livenessProbe: DB_PROBE,
      readinessProbe: DB_PROBE,
      startupProbe: Probe.exec(['/bin/sh', '-c', 'pg_isready --username orders'], {
        periodSeconds: 5,
        timeoutSeconds: 5,
        failureThreshold: 10,
      }),
      resources: { cpuLimit: '1500m', memoryLimit: '512Mi' },
      update: UpdatePolicy.recreate(),
      labels: BACK_MEMBER,
      ingress: [BACK_NETWORK],
      egress: [BACK_NETWORK, Flow.dns()],
    });

    new SecureEdgeApp(namespace, 'cache', {
      image: Image.fromTag('docker.io/library/redis:7.4-alpine', TAG_REASON),
      identity: Identity.user(999, { groupId: 1000 }),
      args: ['redis-server', '--save', '', '--appendonly', 'no'],
      ports: [Port.tcp(6379)],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(6379, { periodSeconds: 10, failureThreshold: 30 }),
      resources: { cpuLimit: '1', memoryLimit: '64Mi' },
      labels: BACK_MEMBER,
      ingress: [BACK_NETWORK],
      egress: [BACK_NETWORK, Flow.dns()],
    });
  }
}

const app = new App();
new WebDatabase(app, 'web-database');
app.synth();
