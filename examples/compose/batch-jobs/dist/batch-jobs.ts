import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  Life,
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

const OPTIONS = { size: '1Gi' };
const TAG_REASON = 'the Compose file has a tag and no digest';
const LEDGER_IMAGE = Image.fromTag('ghcr.io/acme/ledger:3.1.0', TAG_REASON);
const USER_10070 = Identity.user(10070);
const DATABASE_URL_FILE = '/run/secrets/database_url';
const SECRETS_FILES = MountedFiles.fromSecretFiles('/run/secrets', [{ secret: 'database-url', key: 'database_url' }]);
const DEFAULT_MEMBER = { 'network.secure-edge.dev/batch-jobs_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));
const PUBLIC_ADDRESSES = Flow.with(Peer.publicAddresses());
const ENV = { DATABASE_URL_FILE: DATABASE_URL_FILE, DATABASE_POOL: '8' };
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const DB_PROBE = Probe.exec(['pg_isready'], { periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 3 });
const LIFE = Life.once({ retries: 0 });

/** Apps of the Compose project batch-jobs. */
export class BatchJobs extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Differs: volumes.ledger-data and volumes.backups: a claim of 1Gi, of the default StorageClass: set
    //   the size in driver_opts.size, or in the claim
    // Differs: secrets.database_url: it must exist before the apps start: the entries of the services say
    //   how to create it
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (migrate, ledger, db, backup and report)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (migrate,
    //   db, backup and report)
    // Differs: secrets[0]: the Secret database-url must exist: kubectl create secret generic database-url
    //   --namespace batch-jobs --from-file=database_url=<(printenv DATABASE_URL) (migrate, ledger and
    //   report)
    // Differs: user: the group is 10070: Compose uses the group of the user in the image, or group 0
    //   (migrate, ledger, backup and report)
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits (migrate, db and backup)

    const namespace = new EdgeNamespace(this, 'batch-jobs');

    const ledgerData = new DataClaim(namespace, 'ledger-data', OPTIONS);

    const backups = new DataClaim(namespace, 'backups', OPTIONS);

    // Differs: ports[0]: only programs of the gateway reached port 9081 of the gateway, which is not
    //   opened now: use kubectl port-forward
    // Differs: depends_on.migrate: "migrate" runs at each start of the pod, also after a new boot of the
    //   gateway
    // Differs: depends_on.db: the pods start together. The name "db" leads to a pod only when its
    //   readiness probe succeeds, and a service that ends because it cannot connect is started again
    // Left out: depends_on.db.restart: nothing restarts the service when "db" is restarted: it must
    //   connect again
    // Differs: restart: to stop the service, scale its workload to 0 or delete it
    const ledger = new SecureEdgeApp(namespace, 'ledger', {
      image: LEDGER_IMAGE,
      identity: USER_10070,
      args: ['ledger', 'serve', '--port', '8081'],
      env: { DATABASE_POOL: '8', DATABASE_URL_FILE: DATABASE_URL_FILE, WORKERS: '2' },
      ports: [Port.tcp(8081)],
      exposure: Exposure.inCluster(),
      files: [SECRETS_FILES],
      startupProbe: Probe.tcp(8081, { periodSeconds: 10, failureThreshold: 30 }),
      resources: { cpuLimit: '1', memoryLimit: '192Mi' },
      labels: { 'network.secure-edge.dev/batch-jobs_default': 'member', 'com.example.team': 'finance' },
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: depends_on.db: the pods start together, and a service that ends because it cannot connect
    //   is started again
    // Differs: restart: the container runs at each start of its pod, and again until it succeeds
    ledger.addInitContainer('migrate', {
      image: LEDGER_IMAGE,
      args: ['ledger', 'migrate', '--to', 'head'],
      env: ENV,
      files: [SECRETS_FILES],
      resources: RESOURCES,
      runAs: USER_10070,
    });

    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Differs: healthcheck: a container that fails its check is restarted, while the engine only marks it
    new SecureEdgeApp(namespace, 'db', {
      image: Image.fromTag('docker.io/library/postgres:16.4', TAG_REASON),
      identity: Identity.user(999),
      ports: [Port.tcp(5432)],
      exposure: Exposure.inCluster(),
      writableFolders: [WritableFolder.persistent('/var/lib/postgresql/data', ledgerData)],
      livenessProbe: DB_PROBE,
      readinessProbe: DB_PROBE,
      startupProbe: Probe.exec(['pg_isready'], { periodSeconds: 5, timeoutSeconds: 30, failureThreshold: 18 }),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    new SecureEdgeApp(namespace, 'backup', {
      image: LEDGER_IMAGE,
      identity: USER_10070,
      args: ['ledger', 'backup', '--to', '/backups'],
      writableFolders: [WritableFolder.persistent('/backups', backups)],
      resources: RESOURCES,
      life: LIFE,
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: tmpfs[0]: owner, mode and mount options are those of the kubelet: everyone in the container
    //   may write
    // Differs: mem_limit: the file has no limit of memory, so the app gets 576Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    new SecureEdgeApp(namespace, 'report', {
      image: LEDGER_IMAGE,
      identity: USER_10070,
      args: ['ledger', 'report', '--month', 'current'],
      env: ENV,
      files: [SECRETS_FILES],
      writableFolders: [WritableFolder.temporary('/var/cache/ledger', { size: '64Mi', inMemory: true })],
      resources: { cpuLimit: '1', memoryLimit: '576Mi' },
      life: LIFE,
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });
  }
}

const app = new App();
new BatchJobs(app, 'batch-jobs');
app.synth();
