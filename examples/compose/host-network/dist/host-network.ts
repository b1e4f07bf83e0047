import { App, Chart } from 'cdk8s';
import {
  DataClaim,
  EdgeNamespace,
  Identity,
  Image,
  PodSecurity,
  SecureEdgeApp,
  Target,
  UpdatePolicy,
  Weakness,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const OPTIONS = { size: '1Gi' };
const TAG_REASON = 'the Compose file has a tag and no digest';
const ENV = { TZ: 'Europe/Zurich' };
const RESOURCES = { cpuLimit: '1', memoryLimit: '512Mi' };
const HOST_NETWORK = Weakness.hostNetwork('accepted on the command line by --accept host-network');

/** Apps of the Compose project host-network. */
export class HostNetwork extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: volumes.hub-config and volumes.zigbee-data: a claim of 1Gi, of the default StorageClass:
    //   set the size in driver_opts.size, or in the claim
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (hub, zigbee and time)
    // Differs: read_only: Compose has a writable root file system: here it is read-only, with a folder at
    //   /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root (hub, zigbee
    //   and time)
    // Differs: mem_limit: the file has no limit of memory, so the app gets 512Mi: a container without a
    //   limit can use up the node. Set deploy.resources.limits (hub, zigbee and time)

    const namespace = new EdgeNamespace(this, 'host-network', {
      podSecurity: PodSecurity.privileged('needed by the services hub, zigbee, time'),
      mixedLevelsReason: 'services of a Compose project find each other by name, which needs one namespace',
    });

    const hubConfig = new DataClaim(namespace, 'hub-config', OPTIONS);

    const zigbeeData = new DataClaim(namespace, 'zigbee-data', OPTIONS);

    // Refused: privileged: a privileged container has full root access to the node (--accept
    //   privileged:hub)
    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Refused: volumes[1]: "/run/dbus" of the node is shared with it: use a named volume, or put the files
    //   into the folder of the project (--accept host-path:hub)
    // Differs: user: the file has no user, so the app runs as the default user, 65532, because the user of
    //   the image is unknown here and may be root: set user if it needs another
    // Differs: restart: to stop the service, scale its workload to 0 or delete it
    new SecureEdgeApp(namespace, 'hub', {
      image: Image.fromTag('ghcr.io/home-assistant/home-assistant:2024.9.3', TAG_REASON),
      env: ENV,
      writableFolders: [WritableFolder.persistent('/config', hubConfig)],
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      weaknesses: [HOST_NETWORK],
    });

    // Refused: cap_add[0]: NET_ADMIN is more than Pod Security restricted allows (--accept
    //   cap-net-admin:zigbee)
    // Refused: cap_add[1]: NET_RAW is more than Pod Security restricted allows (--accept
    //   cap-net-raw:zigbee)
    // Differs: volumes[0]: a new volume is empty: Compose copies the files of the image into it
    // Refused: devices[0]: /dev/serial/by-id/usb-coordinator is a device of the node. Accepted, it is
    //   requested from a device plugin as squat.ai/usb-coordinator (--accept device:zigbee)
    // Differs: restart: to stop the service, scale its workload to 0 or delete it
    new SecureEdgeApp(namespace, 'zigbee', {
      image: Image.fromTag('docker.io/koenkk/zigbee2mqtt:1.40.1', TAG_REASON),
      identity: Identity.user(10040, { groupId: 20 }),
      env: ENV,
      writableFolders: [WritableFolder.persistent('/app/data', zigbeeData)],
      resources: RESOURCES,
      update: UpdatePolicy.recreate(),
      weaknesses: [HOST_NETWORK],
    });

    // Refused: cap_add[0]: SYS_TIME is more than Pod Security restricted allows (--accept
    //   cap-sys-time:time)
    // Refused: ipc: the shared memory of the processes of the node is accessible to the program (--accept
    //   host-ipc:time)
    // Differs: user: the file has no user, so the app runs as the default user, 65532, because the user of
    //   the image is unknown here and may be root: set user if it needs another
    // Left out: sysctls["net.ipv4.ip_unprivileged_port_start"]: a pod on the network of the node cannot
    //   set its parameters, nor can a container of the engine: set it on the node
    new SecureEdgeApp(namespace, 'time', {
      image: Image.fromTag('registry.example.com/edge/chrony:4.6', TAG_REASON),
      resources: RESOURCES,
      weaknesses: [HOST_NETWORK],
    });
  }
}

const app = new App();
new HostNetwork(app, 'host-network');
app.synth();
