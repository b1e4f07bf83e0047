import { App, Chart } from 'cdk8s';
import {
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  MountedFiles,
  ParsecClient,
  Peer,
  PodSecurity,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const SIGNER_PROBE = Probe.exec(['/usr/bin/parsec-tool', 'ping'], {
  periodSeconds: 30,
  timeoutSeconds: 5,
  failureThreshold: 3,
});
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const DEFAULT_MEMBER = { 'network.secure-edge.dev/parsec-signer_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));

/** Apps of the Compose project parsec-signer. */
export class ParsecSigner extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network

    const namespace = new EdgeNamespace(this, 'parsec-signer', {
      podSecurity: PodSecurity.privileged('needed by the service signer'),
      mixedLevelsReason: 'services of a Compose project find each other by name, which needs one namespace',
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Differs: volumes[0]: the app is a client of Parsec: its folder is mounted read-only at /run/parsec,
    //   and PARSEC_SERVICE_ENDPOINT is set
    // Differs: volumes[1]: a ConfigMap with the content that the conversion found
    // Differs: user: the group is 20010: Compose uses the group of the user in the image, or group 0
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: healthcheck: a container that fails its check is restarted, while the engine only marks it
    new ParsecClient(namespace, 'signer', {
      image: Image.fromTag('registry.example.com/edge/signer:2.0.1', TAG_REASON),
      identity: Identity.user(20010),
      ports: [Port.tcp(7000)],
      exposure: Exposure.inCluster(),
      files: [
        MountedFiles.file('/etc/signer/policy.json', '{ "algorithms": ["ecdsa-p256"], "maxRequestsPerMinute": 60 }\n'),
      ],
      livenessProbe: SIGNER_PROBE,
      readinessProbe: SIGNER_PROBE,
      startupProbe: Probe.exec(['/usr/bin/parsec-tool', 'ping'], {
        periodSeconds: 5,
        timeoutSeconds: 5,
        failureThreshold: 18,
      }),
      resources: RESOURCES,
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root
    // Differs: user: the group is 20011: Compose uses the group of the user in the image, or group 0
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: depends_on.signer: the pods start together. The name "signer" leads to a pod only when its
    //   readiness probe succeeds, and a service that ends because it cannot connect is started again
    // Left out: depends_on.signer.restart: nothing restarts the service when "signer" is restarted: it
    //   must connect again
    new SecureEdgeApp(namespace, 'uploader', {
      image: Image.fromTag('registry.example.com/edge/uploader:2.0.1', TAG_REASON),
      identity: Identity.user(20011),
      env: { SIGNER: 'signer:7000' },
      exposure: Exposure.headless(),
      resources: RESOURCES,
      sysctls: { 'net.ipv4.tcp_keepalive_time': '120' },
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
    });
  }
}

const app = new App();
new ParsecSigner(app, 'parsec-signer');
app.synth();
