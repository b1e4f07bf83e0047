import { ApiObject, Chart } from 'cdk8s';
import {
  Acknowledgement,
  Autoscaler,
  DataClaim,
  Device,
  DisruptionBudget,
  EdgeNamespace,
  Exposure,
  Flow,
  HostPathType,
  Identity,
  ImageLock,
  Life,
  Monitoring,
  Peer,
  Placement,
  PodSecurity,
  Port,
  SecureEdgeApp,
  Target,
  TopologySpread,
  Weakness,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

/** Options of a workshop. */
export interface WorkshopProps {
  /** Name of the gateway in the workshop, to which the machines are connected. */
  readonly gateway: string;
  /** Addresses of the controllers of the machines, in CIDR notation. */
  readonly controllers: string[];
  /** Digests of the images. */
  readonly images: ImageLock;
}

const CAMERA = 'squat.ai/video';
const MQTT = Port.tcp(1883, 'mqtt');
const HTTP = Port.tcp(8080, 'http');
const METRICS = Port.tcp(9090, 'metrics');
const PROMETHEUS = Peer.namespace('monitoring');

/** Apps of a workshop, each of which shows a task of the guide. */
export class Workshop extends Chart {
  private readonly images: ImageLock;
  private readonly gateway: Placement;

  constructor(scope: Construct, id: string, { gateway, controllers, images }: WorkshopProps) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.30'));
    this.images = images;
    // the apps of a gateway go on while its link is down
    this.gateway = Placement.gateway(gateway);
    const priority = new ApiObject(this, 'gateway-app', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'gateway-app' },
      ...{ value: 100000, description: 'Apps that the machines of the workshop wait for.' },
    });
    this.writeDevicePlugin();
    const broker = this.writeBroker(priority, controllers);
    this.writeApps(broker);
  }

  /** Device plugin, which gives the camera to the app that requests it. */
  private writeDevicePlugin(): void {
    const plugins = new EdgeNamespace(this, 'device-plugins', {
      podSecurity: PodSecurity.privileged('the plugin registers at the kubelet of its node'),
    });
    new SecureEdgeApp(plugins, 'video', {
      image: this.images.image('device-plugin'),
      placement: this.gateway,
      args: ['--device', 'name: video\ngroups:\n  - paths:\n      - path: /dev/video0\n'],
      weaknesses: [
        Weakness.rootUser('the folder of the kubelet belongs to root'),
        Weakness.hostPath('/var/lib/kubelet/device-plugins', {
          reason: 'the plugin registers at the socket of the kubelet',
          writable: true,
        }),
        Weakness.hostPath('/dev/video0', {
          reason: 'the plugin looks whether the camera is there',
          type: HostPathType.CHAR_DEVICE,
        }),
      ],
      acknowledgements: [
        new Acknowledgement({
          rule: 'device-access',
          value: '/dev/video0',
          reason: 'the plugin never opens the camera',
        }),
      ],
    });
  }

  /** Broker with a port on the network of the gateway, for the controllers of the machines. */
  private writeBroker(priorityClass: ApiObject, controllers: string[]): SecureEdgeApp {
    const plant = new EdgeNamespace(this, 'plant', {
      podSecurity: PodSecurity.privileged('the broker has a port of its gateway'),
    });
    return new SecureEdgeApp(plant, 'broker', {
      image: this.images.image('broker'),
      placement: this.gateway,
      identity: Identity.user(20031),
      ports: [MQTT],
      exposure: Exposure.onGateway({
        port: MQTT.number,
        from: controllers,
        reason: 'the controllers of the machines publish by MQTT',
      }),
      priorityClass,
      preStop: ['/usr/bin/broker', 'drain'],
      terminationGracePeriodSeconds: 60,
    });
  }

  /** Apps in a namespace that enforces Pod Security restricted, and that has a quota. */
  private writeApps(broker: SecureEdgeApp): void {
    const workshop = new EdgeNamespace(this, 'workshop', {
      quota: { cpuRequest: '1', memoryLimit: '2Gi', pods: 20, storage: '10Gi' },
      limits: { maxCpu: '1', maxMemory: '512Mi' },
    });

    new SecureEdgeApp(workshop, 'camera', {
      image: this.images.image('camera'),
      placement: this.gateway,
      // 44 is the group of /dev/video0
      identity: Identity.user(20032, { supplementalGroups: [44] }),
      devices: [Device.resource(CAMERA)],
      egress: [Flow.dns()],
    }).allowTo(broker);

    const records = new DataClaim(workshop, 'records', { size: '5Gi' });
    const ofHistory = {
      image: this.images.image('history'),
      placement: this.gateway,
      identity: Identity.user(20033),
      writableFolders: [WritableFolder.persistent('/var/lib/history', records)],
    };
    const history = new SecureEdgeApp(workshop, 'history', {
      ...ofHistory,
      ports: [HTTP, METRICS],
      exposure: Exposure.inCluster({ ports: [HTTP] }),
      monitoring: Monitoring.podMonitor({ from: PROMETHEUS, port: METRICS }),
      egress: [Flow.dns()],
    });
    history.addInitContainer('migrate', { ...ofHistory, args: ['migrate'] });
    history.allowTo(broker);
    new SecureEdgeApp(workshop, 'history-import', {
      ...ofHistory,
      life: Life.once({ runsAgainAfterChange: true, deleteAfter: 86400, retries: 3 }),
      args: ['import', '--plan', '2026-12'],
    });

    const dashboard = new SecureEdgeApp(workshop, 'dashboard', {
      image: this.images.image('dashboard'),
      identity: Identity.user(20034),
      ports: [HTTP],
      exposure: Exposure.ingress({
        host: 'workshop.plant.example',
        tls: 'workshop-tls',
        className: 'traefik',
        controller: Peer.namespace('traefik'),
      }),
      placement: Placement.replicas(2),
      disruptionBudget: DisruptionBudget.maxUnavailable(1),
      topologySpread: [TopologySpread.overNodes()],
      egress: [Flow.dns()],
    });
    dashboard.allowTo(history, HTTP);
    dashboard.objects.service.addOverride('/spec/sessionAffinity', 'ClientIP');

    const inspection = new SecureEdgeApp(workshop, 'inspection', {
      image: this.images.image('inspection'),
      identity: Identity.user(20035),
      ports: [HTTP],
      exposure: Exposure.inCluster(),
      autoscaler: Autoscaler.replicas(1, 3, { cpuPercent: 70, scaleDownAfter: 600 }),
    });
    dashboard.allowTo(inspection);
  }
}
