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
  Weakness,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const BROKER_PORT = Port.tcp(1883);
const STARTUP_PROBE_OPTIONS = { periodSeconds: 10, failureThreshold: 30 };
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const DEFAULT_MEMBER = { 'network.secure-edge.dev/mqtt-gateway_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));
const PUBLIC_ADDRESSES = Flow.with(Peer.publicAddresses());

/** Apps of the Compose project mqtt-gateway. */
export class MqttGateway extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Differs: volumes.broker-data: a claim of 1Gi, of the default StorageClass: set the size in
    //   driver_opts.size, or in the claim
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (broker, bridge and buffer)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (broker,
    //   bridge and buffer)

    const namespace = new EdgeNamespace(this, 'mqtt-gateway');

    const brokerData = new DataClaim(namespace, 'broker-data', { size: '1Gi' });

    // Differs: volumes[0]: a ConfigMap with the content that the conversion found
    // Differs: volumes[1]: a new volume is empty: Compose copies the files of the image into it
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: container_name: every pod of the namespace finds the name
    // Differs: ports[0]: port 1883 of the gateway is not opened: pods of the namespace reach port 1883 of
    //   "broker". For clients outside the cluster, use --accept publish:broker for a load balancer with a
    //   private address, or an Ingress
    // Differs: ports[1]: only programs of the gateway reached port 9001 of the gateway, which is not
    //   opened now: use kubectl port-forward
    new SecureEdgeApp(namespace, 'broker', {
      image: Image.fromTag('docker.io/library/eclipse-mosquitto:2.0.20', TAG_REASON),
      identity: Identity.user(1883),
      ports: [BROKER_PORT, Port.tcp(9001)],
      exposure: Exposure.inCluster({ aliases: ['mqtt-broker', 'mqtt'] }),
      files: [
        MountedFiles.fromText('/mosquitto/config', {
          'mosquitto.conf':
            'listener 1883\nlistener 9001\nprotocol websockets\nallow_anonymous true\npersistence true\npersistence_location /mosquitto/data/\n',
        }),
      ],
      writableFolders: [WritableFolder.persistent('/mosquitto/data', brokerData)],
      startupProbe: Probe.tcp(1883, STARTUP_PROBE_OPTIONS),
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK, Flow.with(Peer.sameNamespace(), BROKER_PORT)],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });

    // Differs: user: the group is 10020: Compose uses the group of the user in the image, or group 0
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: links[0]: every pod of the namespace finds the alias
    // Differs: extra_hosts.plc: the name is valid in every container of the pod, and bypasses DNS
    // Left out: logging: the kubelet keeps and rotates the logs of containers: configure it, or run a log
    //   agent on the node
    new SecureEdgeApp(namespace, 'bridge', {
      image: Image.fromTag('registry.example.com/edge/modbus-bridge:1.8.0', TAG_REASON),
      identity: Identity.user(10020),
      env: {
        MQTT_URL: 'mqtt://mqtt:1883',
        REDIS_URL: 'redis://buffer:6379',
        POLL: '{"unit":1,"interval":"5s","registers":"40001=temp"}',
      },
      exposure: Exposure.headless(),
      resources: RESOURCES,
      weaknesses: [Weakness.hostAlias('192.0.2.17', ['plc'], 'the Compose file sets the name in extra_hosts')],
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES, Flow.with(Peer.cidr('192.0.2.17/32'))],
    });

    new SecureEdgeApp(namespace, 'buffer', {
      image: Image.fromTag('docker.io/library/redis:6.2', TAG_REASON),
      identity: Identity.user(999),
      ports: [Port.tcp(6379)],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(6379, STARTUP_PROBE_OPTIONS),
      resources: { cpuLimit: '1', memoryLimit: '48Mi' },
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), PUBLIC_ADDRESSES],
    });
  }
}

const app = new App();
new MqttGateway(app, 'mqtt-gateway');
app.synth();
