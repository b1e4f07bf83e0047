import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  EdgeNamespace,
  EnvReference,
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

const OPTIONS = { size: '1Gi' };
const TAG_REASON = 'the Compose file has a tag and no digest';

const PROMETHEUS_YML = `global:
  scrape_interval: 30s

scrape_configs:
  - job_name: node
    static_configs:
      - targets: ['node-exporter:9100']
  - job_name: containers
    static_configs:
      - targets: ['cadvisor:8080']
`;

const PROMETHEUS_PROBE = Probe.exec(['/bin/sh', '-c', 'wget -q --spider http://localhost:9090/-/healthy || exit 1'], {
  periodSeconds: 30,
  timeoutSeconds: 30,
  failureThreshold: 3,
});
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const MONITORING_MEMBER = { 'network.secure-edge.dev/monitoring_monitoring': 'member' };
const MONITORING_NETWORK = Flow.with(Peer.pods(MONITORING_MEMBER));
const PUBLIC_ADDRESSES = Flow.with(Peer.publicAddresses());
const STARTUP_PROBE_OPTIONS = { periodSeconds: 10, failureThreshold: 30 };
const GRAFANA_PORT = Port.tcp(3000);

/** Apps of the Compose project monitoring. */
export class Monitoring extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.monitoring: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Left out: networks.monitoring.driver: the network of pods is that of the cluster
    // Differs: volumes.metrics and volumes.dashboards: a claim of 1Gi, of the default StorageClass: set
    //   the size in driver_opts.size, or in the claim
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (prometheus, node-exporter, cadvisor and grafana)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (prometheus,
    //   node-exporter, cadvisor and grafana)
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits (prometheus, node-exporter, cadvisor and
    //   grafana)
    // Differs: restart: to stop the service, scale its workload to 0 or delete it (prometheus,
    //   node-exporter, cadvisor and grafana)

    const namespace = new EdgeNamespace(this, 'monitoring');

    const metrics = new DataClaim(namespace, 'metrics', OPTIONS);

    const dashboards = new DataClaim(namespace, 'dashboards', OPTIONS);

    // Differs: volumes[0]: a ConfigMap with the content that the conversion found
    // Differs: volumes[1]: a new volume is empty: Compose copies the files of the image into it
    // Differs: healthcheck: the image must have /bin/sh; a container that fails its check is restarted,
    //   while the engine only marks it
    new SecureEdgeApp(namespace, 'prometheus', {
      image: Image.fromTag('docker.io/prom/prometheus:v2.54.1', TAG_REASON),
      identity: Identity.user(65534),
      args: [
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.retention.time=7d',
      ],
      ports: [Port.tcp(9090)],
      exposure: Exposure.inCluster(),
      files: [MountedFiles.file('/etc/prometheus/prometheus.yml', PROMETHEUS_YML)],
      writableFolders: [WritableFolder.persistent('/prometheus', metrics)],
      livenessProbe: PROMETHEUS_PROBE,
      readinessProbe: PROMETHEUS_PROBE,
      startupProbe: Probe.exec(['/bin/sh', '-c', 'wget -q --spider http://localhost:9090/-/healthy || exit 1'], {
        periodSeconds: 5,
        timeoutSeconds: 30,
        failureThreshold: 18,
      }),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: MONITORING_MEMBER,
      ingress: [MONITORING_NETWORK],
      egress: [MONITORING_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Refused: pid: the processes of the node, with their environments, are visible to the program
    //   (--accept host-pid:node-exporter)
    // Refused: volumes[0]: the socket of the engine gives full root access to the node, and no option
    //   accepts it
    new SecureEdgeApp(namespace, 'node-exporter', {
      image: Image.fromTag('docker.io/prom/node-exporter:v1.8.2', TAG_REASON),
      identity: Identity.user(65534),
      args: ['--path.rootfs=/host'],
      ports: [Port.tcp(9100)],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(9100, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      labels: MONITORING_MEMBER,
      ingress: [MONITORING_NETWORK],
      egress: [MONITORING_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Refused: privileged: a privileged container has full root access to the node (--accept
    //   privileged:cadvisor)
    // Refused: volumes[0] and volumes[1]: the socket of the engine gives full root access to the node, and
    //   no option accepts it
    // Refused: volumes[2]: "/sys" of the node cannot be mounted, because it contains the kernel's settings
    // Refused: devices[0]: /dev/kmsg is a device of the node. Accepted, it is requested from a device
    //   plugin as squat.ai/kmsg (--accept device:cadvisor)
    // Differs: user: the file has no user, so the app runs as the default user, 65532, because the user of
    //   the image is unknown here and may be root: set user if it needs another
    new SecureEdgeApp(namespace, 'cadvisor', {
      image: Image.fromTag('gcr.io/cadvisor/cadvisor:v0.49.1', TAG_REASON),
      ports: [Port.tcp(8080)],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(8080, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      labels: MONITORING_MEMBER,
      ingress: [MONITORING_NETWORK],
      egress: [MONITORING_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: environment.GF_SECURITY_ADMIN_PASSWORD: a secret, so it is moved to the key
    //   GF_SECURITY_ADMIN_PASSWORD of the Secret grafana-env, which must exist: kubectl create secret
    //   generic grafana-env --namespace monitoring --from-env-file=FILE
    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Differs: user: the group is 472: Compose uses the group of the user in the image, or group 0
    // Differs: ports[0]: port 3000 of the gateway is not opened: pods of the namespace reach port 3000 of
    //   "grafana". For clients outside the cluster, use --accept publish:grafana for a load balancer with
    //   a private address, or an Ingress
    // Differs: depends_on.prometheus: the pods start together, and a service that ends because it cannot
    //   connect is started again
    new SecureEdgeApp(namespace, 'grafana', {
      image: Image.fromTag('docker.io/grafana/grafana:11.2.0', TAG_REASON),
      identity: Identity.user(472),
      env: { GF_SECURITY_ADMIN_USER: 'admin', GF_USERS_ALLOW_SIGN_UP: 'false' },
      envReferences: {
        GF_SECURITY_ADMIN_PASSWORD: EnvReference.secretKey(
          'grafana-env',
          'GF_SECURITY_ADMIN_PASSWORD',
          'the program of the Compose file reads the value from its environment',
        ),
      },
      ports: [GRAFANA_PORT],
      exposure: Exposure.inCluster(),
      writableFolders: [WritableFolder.persistent('/var/lib/grafana', dashboards)],
      startupProbe: Probe.tcp(3000, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: MONITORING_MEMBER,
      ingress: [MONITORING_NETWORK, Flow.with(Peer.sameNamespace(), GRAFANA_PORT)],
      egress: [MONITORING_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });
  }
}

const app = new App();
new Monitoring(app, 'monitoring');
app.synth();
