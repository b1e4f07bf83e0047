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
  Placement,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
  UpdatePolicy,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const API_PORT = Port.tcp(8080);
const API_PROBE = Probe.httpGet('/ready', 8080, { periodSeconds: 20, timeoutSeconds: 30, failureThreshold: 4 });
const DEFAULT_MEMBER = { 'network.secure-edge.dev/swarm_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));
const PUBLIC_ADDRESSES = Flow.with(Peer.publicAddresses());
const TAG_REASON = 'the Compose file has a tag and no digest';
const PROXY_PORT = Port.tcp(8443);

const DEFAULT_CONF = `server {
  listen 8443;
  location / {
    proxy_pass http://api:8080;
  }
}
`;

const STARTUP_PROBE_OPTIONS = { periodSeconds: 10, failureThreshold: 30 };
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };

/** Apps of the Compose project swarm. */
export class Swarm extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Left out: networks.default.driver: the network of pods is that of the cluster
    // Left out: networks.default.attachable: a pod is on the network if it has its label
    // Differs: volumes.queue-data: a claim of 1Gi, of the default StorageClass: set the size in
    //   driver_opts.size, or in the claim
    // Differs: secrets.api_key: it must exist before the apps start: the entries of the services say how
    //   to create it
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (api, proxy
    //   and queue)

    const namespace = new EdgeNamespace(this, 'swarm');

    const queueData = new DataClaim(namespace, 'queue-data', { size: '1Gi' });

    // Differs: secrets[0]: the Secret shop-api-key must exist: kubectl create secret generic shop-api-key
    //   --namespace swarm --from-file=api_key=FILE
    // Differs: user: the group is 10050: Compose uses the group of the user in the image, or group 0
    // Left out: deploy.resources.limits.pids: the limit of processes is one of the kubelet (podPidsLimit),
    //   for all pods of the node
    // Differs: ports[0]: port 80 of the gateway is not opened: pods of the namespace reach port 8080 of
    //   "api". For clients outside the cluster, use --accept publish:api for a load balancer with a
    //   private address, or an Ingress
    // Differs: healthcheck: the kubelet sends the request to the address of the pod, and the image needs
    //   no client; a container that fails its check is restarted, while the engine only marks it
    // Left out: deploy.restart_policy.delay: the kubelet waits for 10 seconds, and twice as long each
    //   time, up to five minutes
    // Left out: deploy.restart_policy.window: the kubelet counts a container as restarted well after ten
    //   minutes
    // Left out: deploy.restart_policy.max_attempts: Kubernetes starts a container that keeps running again
    //   without a limit
    // Left out: deploy.placement.constraints[1]: nodes of Kubernetes have no "node.role": give them a
    //   label, and use node.labels.NAME
    // Left out: deploy.placement.preferences[0]: the scheduler spreads replicas by itself
    // Left out: deploy.placement.max_replicas_per_node: the scheduler spreads replicas, without a limit
    //   for each node
    // Left out: deploy.update_config.delay: the next pod is replaced as soon as the last is ready
    // Left out: deploy.update_config.failure_action: Kubernetes stops an update whose pods are not ready,
    //   and goes back only with kubectl rollout undo
    // Left out: deploy.rollback_config: Kubernetes goes back only with kubectl rollout undo
    new SecureEdgeApp(namespace, 'api', {
      image: Image.fromDigest(
        'registry.example.com/shop/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      ),
      identity: Identity.user(10050),
      env: { QUEUE_URL: 'amqp://queue:5672' },
      ports: [API_PORT],
      exposure: Exposure.inCluster(),
      files: [
        MountedFiles.fromSecretFiles('/run/secrets', [{ secret: 'shop-api-key', key: 'api_key', fileName: 'key' }]),
      ],
      livenessProbe: API_PROBE,
      readinessProbe: API_PROBE,
      startupProbe: Probe.httpGet('/ready', 8080, { periodSeconds: 5, timeoutSeconds: 30, failureThreshold: 16 }),
      resources: { cpuRequest: '250m', cpuLimit: '500m', memoryRequest: '128Mi', memoryLimit: '256Mi' },
      placement: Placement.replicas(3, { nodeLabels: { zone: 'edge' } }),
      update: UpdatePolicy.rolling({ maxSurge: '1', maxUnavailable: '0' }),
      labels: { team: 'shop', 'network.secure-edge.dev/swarm_default': 'member' },
      ingress: [DEFAULT_NETWORK, Flow.with(Peer.sameNamespace(), API_PORT)],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: ports[0]: port 8443 of the gateway is not opened: pods of the namespace reach port 8443 of
    //   "proxy". For clients outside the cluster, use --accept publish:proxy for a load balancer with a
    //   private address, or an Ingress
    new SecureEdgeApp(namespace, 'proxy', {
      image: Image.fromTag('docker.io/nginxinc/nginx-unprivileged:1.27', TAG_REASON),
      identity: Identity.user(101),
      ports: [PROXY_PORT],
      exposure: Exposure.inCluster(),
      files: [MountedFiles.file('/etc/nginx/conf.d/default.conf', DEFAULT_CONF)],
      startupProbe: Probe.tcp(8443, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      placement: Placement.everyGateway({ nodeLabels: { 'kubernetes.io/os': 'linux' } }),
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK, Flow.with(Peer.sameNamespace(), PROXY_PORT)],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: deploy.restart_policy.condition: the service serves others, so Kubernetes starts it again
    //   also after exit code 0, and without a limit
    new SecureEdgeApp(namespace, 'queue', {
      image: Image.fromTag('docker.io/library/rabbitmq:3.13', TAG_REASON),
      identity: Identity.user(999),
      ports: [Port.tcp(5672)],
      exposure: Exposure.inCluster(),
      writableFolders: [WritableFolder.persistent('/var/lib/rabbitmq', queueData)],
      startupProbe: Probe.tcp(5672, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
      hostname: 'queue',
      terminationGracePeriodSeconds: 120,
    });
  }
}

const app = new App();
new Swarm(app, 'swarm');
app.synth();
