import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  Device,
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
  UpdatePolicy,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const CAMERA_PORT = Port.tcp(8554);
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const DEFAULT_MEMBER = { 'network.secure-edge.dev/camera_default': 'member' };
const DEFAULT_NETWORK = Flow.with(Peer.pods(DEFAULT_MEMBER));

/** Apps of the Compose project camera. */
export class Camera extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: networks.default: its pods reach every public address, but private addresses only with
    //   --accept private-egress: those of the cluster, of its nodes and of the local network
    // Differs: volumes.recordings: the storage that driver_opts names is not used: create a
    //   PersistentVolume for it, or copy its data into its claim
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (camera, detector and recorder)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (camera,
    //   detector and recorder)

    const namespace = new EdgeNamespace(this, 'camera');

    const recordings = new DataClaim(namespace, 'recordings', { size: '1Gi' });

    // Differs: devices[0]: accepted on the command line by --accept device:camera: the generic device
    //   plugin must offer /dev/video0 as squat.ai/video0 on the node; group_add gives the app the group of
    //   the device
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: ports[0]: port 8554 of the gateway is not opened: pods of the namespace reach port 8554 of
    //   "camera". For clients outside the cluster, use --accept publish:camera for a load balancer with a
    //   private address, or an Ingress
    const camera = new SecureEdgeApp(namespace, 'camera', {
      image: Image.fromTag('registry.example.com/edge/rtsp-camera:2.3.0', TAG_REASON),
      identity: Identity.user(10030, { groupId: 44, supplementalGroups: [44] }),
      ports: [CAMERA_PORT],
      exposure: Exposure.inCluster(),
      startupProbe: Probe.tcp(8554, { periodSeconds: 10, failureThreshold: 30 }),
      resources: RESOURCES,
      devices: [Device.resource('squat.ai/video0')],
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK, Flow.with(Peer.sameNamespace(), CAMERA_PORT)],
      egress: [DEFAULT_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
    });

    // Refused: privileged: a privileged container has full root access to the node (--accept
    //   privileged:detector)
    // Differs: user: the group is 10031: Compose uses the group of the user in the image, or group 0
    // Left out: ulimits: a pod has no ulimits: set them in the configuration of the node's runtime, or in
    //   an AppArmor profile (rlimit)
    // Left out: deploy.resources.limits.pids: the limit of processes is one of the kubelet (podPidsLimit),
    //   for all pods of the node
    // Differs: depends_on.camera: the containers of the pod start together, and one that fails is started
    //   again: the service must try to connect until the other accepts it. From Kubernetes 1.29, a service
    //   with a health check starts before those that wait for it
    camera.addContainer('detector', {
      image: Image.fromTag('registry.example.com/edge/detector:0.9.4', TAG_REASON),
      args: ['detect', '--source', 'rtsp://localhost:8554/live', '--threshold', '0.6'],
      writableFolders: [WritableFolder.temporary('/dev/shm', { size: '256Mi', inMemory: true })],
      resources: { cpuLimit: '2', memoryRequest: '512Mi', memoryLimit: '1Gi' },
      runAs: Identity.user(10031),
    });

    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Refused: volumes[1]: the time zone of the node is not mounted: set the variable TZ (--accept
    //   host-path:recorder)
    // Differs: user: the group is 10032: Compose uses the group of the user in the image, or group 0
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits
    // Differs: depends_on.camera: the pods start together, and a service that ends because it cannot
    //   connect is started again
    // Left out: stop_signal: the kubelet sends the signal of the image: set STOPSIGNAL SIGINT in the
    //   image, or stop the program in pre_stop
    new SecureEdgeApp(namespace, 'recorder', {
      image: Image.fromTag('registry.example.com/edge/recorder:1.1.0', TAG_REASON),
      identity: Identity.user(10032),
      args: ['record', '--source', 'rtsp://camera:8554/live', '--keep', '24h'],
      workingDir: '/recordings',
      exposure: Exposure.headless(),
      writableFolders: [WritableFolder.persistent('/recordings', recordings)],
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      labels: DEFAULT_MEMBER,
      ingress: [DEFAULT_NETWORK],
      egress: [DEFAULT_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
      terminationGracePeriodSeconds: 90,
    });
  }
}

const app = new App();
new Camera(app, 'camera');
app.synth();
