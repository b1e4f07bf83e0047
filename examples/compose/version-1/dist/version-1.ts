import { App, Chart } from 'cdk8s';
import {
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  Peer,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const WEB_PORT = Port.tcp(8000);
const STARTUP_PROBE_OPTIONS = { periodSeconds: 10, failureThreshold: 30 };
const DEFAULT_MEMBER = { 'network.secure-edge.dev/version-1_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));
const PUBLIC_ADDRESSES = Flow.with(Peer.publicAddresses());
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };

/** Apps of the Compose project version-1. */
export class Version1 extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default and networks.bridge: its pods reach every public address, but private
    //   addresses only with --accept private-egress: those of the cluster, of its nodes and of the local
    //   network
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (web, db and cache)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (web, db and
    //   cache)

    const namespace = new EdgeNamespace(this, 'version-1');

    // Differs: user: the group is 10060: Compose uses the group of the user in the image, or group 0
    // Differs: links[0]: every pod of the namespace finds the alias
    // Differs: ports[0]: port 8000 of the gateway is not opened: pods of the namespace reach port 8000 of
    //   "web". For clients outside the cluster, use --accept publish:web for a load balancer with a
    //   private address, or an Ingress
    // Left out: logging: the kubelet keeps and rotates the logs of containers: configure it, or run a log
    //   agent on the node
    new SecureEdgeApp(namespace, 'web', {
      image: Image.fromTag('registry.example.com/kiosk/web:1.0.3', TAG_REASON),
      identity: Identity.user(10060),
      env: { DEBUG: 'false' },
      ports: [WEB_PORT],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(8000, STARTUP_PROBE_OPTIONS),
      resources: { cpuLimit: '1', memoryLimit: '128Mi' },
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK, Flow.with(Peer.sameNamespace(), WEB_PORT)],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Refused: volumes[0]: "/srv/kiosk/db" of the node is shared with it: use a named volume, or put the
    //   files into the folder of the project (--accept host-path:db)
    // Left out: cpu_shares: the kubelet sets the shares by the CPU request: use
    //   deploy.resources.reservations.cpus
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    new SecureEdgeApp(namespace, 'db', {
      image: Image.fromTag('docker.io/library/mongo:4.4', TAG_REASON),
      identity: Identity.user(999),
      args: ['mongod', '--smallfiles', '--bind_ip_all'],
      ports: [Port.tcp(27017)],
      exposure: Exposure.inCluster({ aliases: ['database'] }),
      startupProbe: Probe.tcp(27017, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: user: the group is 11211: Compose uses the group of the user in the image, or group 0
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: network_mode: services with this mode are on one network, and reach each other by name
    new SecureEdgeApp(namespace, 'cache', {
      image: Image.fromTag('docker.io/library/memcached:1.6', TAG_REASON),
      identity: Identity.user(11211),
      ports: [Port.tcp(11211)],
      startupProbe: Probe.tcp(11211, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      egress: [Flow.dns(), PUBLIC_ADDRESSES],
    });
  }
}

const app = new App();
new Version1(app, 'version-1');
app.synth();
