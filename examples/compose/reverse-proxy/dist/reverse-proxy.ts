import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  Life,
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
const TRAEFIK_PORT = Port.tcp(80);
const TRAEFIK_PORT_2 = Port.tcp(443);
const TRAEFIK_PORT_3 = Port.tcp(8080);
const STARTUP_PROBE_OPTIONS = { periodSeconds: 10, failureThreshold: 30 };
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const INTERNAL_MEMBER = { 'network.secure-edge.dev/reverse-proxy_internal': 'member' };
const INTERNAL_NETWORK = Flow.with(Peer.pods(INTERNAL_MEMBER));

/** Apps of the Compose project reverse-proxy. */
export class ReverseProxy extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.edge: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Differs: volumes.certificates: a claim of 1Gi, of the default StorageClass: set the size in
    //   driver_opts.size, or in the claim
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (traefik, whoami and isolated)
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits (traefik, whoami and isolated)

    const namespace = new EdgeNamespace(this, 'reverse-proxy');

    const certificates = new DataClaim(namespace, 'certificates', { size: '1Gi' });

    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Refused: security_opt[1]: without a seccomp profile, every system call of the kernel is allowed
    //   (--accept seccomp-unconfined:traefik)
    // Refused: volumes[0]: the socket of the engine gives full root access to the node, and no option
    //   accepts it
    // Differs: volumes[1]: a new volume is empty: Compose copies the files of the image into it
    // Differs: user: the file has no user, so the app runs as the default user, 65532, because the user of
    //   the image is unknown here and may be root: set user if it needs another
    // Differs: ports[0]: port 80 of the gateway is not opened: pods of the namespace reach port 80 of
    //   "traefik". For clients outside the cluster, use --accept publish:traefik for a load balancer with
    //   a private address, or an Ingress
    // Refused: ports[1]: everyone who can reach the gateway could connect to port 443 of the gateway, past
    //   network policies (--accept host-port:traefik)
    // Differs: ports[2]: port 8080 of the gateway is not opened: pods of the namespace reach port 8080 of
    //   "traefik". For clients outside the cluster, use --accept publish:traefik for a load balancer with
    //   a private address, or an Ingress
    // Differs: restart: to stop the service, scale its workload to 0 or delete it
    new SecureEdgeApp(namespace, 'traefik', {
      image: Image.fromTag('docker.io/library/traefik:v3.1', TAG_REASON),
      args: [
        '--providers.docker=true',
        '--providers.docker.exposedbydefault=false',
        '--entrypoints.web.address=:80',
        '--entrypoints.websecure.address=:443',
      ],
      ports: [TRAEFIK_PORT, TRAEFIK_PORT_2, TRAEFIK_PORT_3],
      exposure: Exposure.inCluster(),
      writableFolders: [WritableFolder.persistent('/letsencrypt', certificates)],
      startupProbe: Probe.tcp(80, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: INTERNAL_MEMBER,
      ingress: [
        INTERNAL_NETWORK,
        Flow.with(Peer.sameNamespace(), TRAEFIK_PORT),
        Flow.with(Peer.sameNamespace(), TRAEFIK_PORT_2),
        Flow.with(Peer.sameNamespace(), TRAEFIK_PORT_3),
      ],
      egress: [INTERNAL_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
      sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' },
    });

    // Differs: labels["traefik.http.routers.whoami.rule"]: an annotation, because Kubernetes does not
    //   accept it as a label
    // Differs: user: the group is 10080: Compose uses the group of the user in the image, or group 0
    // Differs: networks.internal.aliases[0]: every pod of the namespace finds the name
    // Left out: networks.internal.aliases[1]: name of a Service must be at most 63 of the characters a-z,
    //   0-9 and "-", with a letter or digit at both ends, got "who.internal": write "who-internal": use
    //   another name
    // Differs: restart: to stop the service, scale its workload to 0 or delete it
    new SecureEdgeApp(namespace, 'whoami', {
      image: Image.fromTag('docker.io/traefik/whoami:v1.10', TAG_REASON),
      identity: Identity.user(10080),
      args: ['--port', '8081'],
      ports: [Port.tcp(8081)],
      exposure: Exposure.inCluster({ aliases: ['who'] }),
      startupProbe: Probe.tcp(8081, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      labels: { 'traefik.enable': 'true', 'network.secure-edge.dev/reverse-proxy_internal': 'member' },
      podAnnotations: { 'traefik.http.routers.whoami.rule': 'Host(`whoami.example.com`)' },
      ingress: [INTERNAL_NETWORK],
      egress: [INTERNAL_NETWORK, Flow.dns()],
    });

    // Refused: tty and stdin_open: everyone who may attach to the pod can type into such a container, and
    //   a service needs neither (--accept terminal:isolated)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Differs: user: the group is 10081: Compose uses the group of the user in the image, or group 0
    // Differs: network_mode: the pod has an address, but its network policy allows no traffic
    new SecureEdgeApp(namespace, 'isolated', {
      image: Image.fromTag('registry.example.com/edge/signer:0.4', TAG_REASON),
      identity: Identity.user(10081),
      resources: RESOURCES,
      life: Life.once({ retries: 0 }),
    });
  }
}

const app = new App();
new ReverseProxy(app, 'reverse-proxy');
app.synth();
