import { App, Chart, Testing } from 'cdk8s';
import {
  ClaimAccessMode,
  DataClaim,
  Device,
  EdgeNamespace,
  Exposure,
  Identity,
  Image,
  Placement,
  PodSecurity,
  Port,
  SecureEdgeApp,
  Target,
  Weakness,
  WritableFolder,
} from '../../src/index';
import { NODE_KUBERNETES } from '../cluster/kubernetes';
import { NODE } from './control-plane';
import { TASK_IMAGE } from './edge-task-node';

export const DEVICE = '/dev/edge-sensor';
export const LAN_PORT = 1883;
export const DATA_NAMESPACE = 'data';
export const DEVICES_NAMESPACE = 'devices';
export const LAN_NAMESPACE = 'lan';
/** Network of the machines that may connect. */
export const ALLOWED = '192.168.10.0/24';

const RESOURCE = 'edge.example/sensor';
const GROUP_OF_DEVICE = 44;
const STORAGE_CLASS = 'on-the-gateway';
const image = Image.onGateway(TASK_IMAGE);
const placement = Placement.gateway(NODE);
const task = (...args: string[]): { image: Image; command: string[]; args: string[]; placement: Placement } => ({
  image,
  command: ['/edge-task'],
  args,
  placement,
});

/** Returns the device plugin and the app that opens its device. */
export function deviceManifests(): unknown[] {
  const chart = chartOf('devices');
  const plugins = new EdgeNamespace(chart, 'device-plugins', {
    podSecurity: PodSecurity.privileged('the plugin registers at the kubelet of its node'),
  });
  new SecureEdgeApp(plugins, 'sensor', {
    ...task('plugin', RESOURCE, DEVICE),
    weaknesses: [
      Weakness.rootUser('the folder of the kubelet belongs to root'),
      Weakness.hostPath('/var/lib/kubelet/device-plugins', {
        reason: 'the plugin registers at the socket of the kubelet',
        writable: true,
      }),
    ],
  });
  new SecureEdgeApp(new EdgeNamespace(chart, DEVICES_NAMESPACE), 'reader', {
    ...task('open', DEVICE),
    identity: Identity.user(20001, { supplementalGroups: [GROUP_OF_DEVICE] }),
    devices: [Device.resource(RESOURCE)],
  });
  return Testing.synth(chart) as unknown[];
}

/** Returns a pod that mounts the device of its node. The library rejects such an app at synth. */
export function mountedDevice(): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'mounted', namespace: 'device-plugins' },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsUser: 20001, runAsGroup: 20001, supplementalGroups: [GROUP_OF_DEVICE] },
      containers: [
        {
          name: 'mounted',
          image: TASK_IMAGE,
          imagePullPolicy: 'Never',
          command: ['/edge-task'],
          args: ['open', DEVICE],
          volumeMounts: [{ name: 'device', mountPath: DEVICE }],
        },
      ],
      volumes: [{ name: 'device', hostPath: { path: DEVICE, type: 'CharDevice' } }],
    },
  };
}

/** Returns an app with a port on the network of the gateway. */
export function lanManifests(): unknown[] {
  const chart = chartOf('lan');
  const namespace = new EdgeNamespace(chart, LAN_NAMESPACE, {
    podSecurity: PodSecurity.privileged('the broker has a port of its gateway'),
  });
  new SecureEdgeApp(namespace, 'broker', {
    ...task('serve', `:${LAN_PORT}`),
    ports: [Port.tcp(LAN_PORT, 'mqtt')],
    exposure: Exposure.onGateway({
      port: LAN_PORT,
      from: [ALLOWED],
      reason: 'the controllers of the machines publish by MQTT',
    }),
  });
  return Testing.synth(chart) as unknown[];
}

/** Returns a version of an app that appends to its data, with a volume of the node. */
export function dataManifests(version: string): unknown[] {
  const chart = chartOf('data');
  const namespace = new EdgeNamespace(chart, DATA_NAMESPACE);
  const records = new DataClaim(namespace, 'records', {
    size: '10Mi',
    accessMode: ClaimAccessMode.READ_WRITE_ONCE,
    storageClass: STORAGE_CLASS,
  });
  new SecureEdgeApp(namespace, 'history', {
    ...task('append', '/data/log', version),
    identity: Identity.user(20002),
    writableFolders: [WritableFolder.persistent('/data', records)],
  });
  return [volume(), ...(Testing.synth(chart) as unknown[])];
}

function volume(): unknown {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'records' },
    spec: {
      capacity: { storage: '10Mi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: STORAGE_CLASS,
      local: { path: '/srv/records' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [NODE] }] },
          ],
        },
      },
    },
  };
}

/** Returns the rights of the program that applies network policies, which has the account of its node. */
export function policyRights(): unknown[] {
  const name = 'network-policies';
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `system:node:${NODE}` }],
    },
  ];
}

function chartOf(id: string): Chart {
  const chart = new Chart(new App(), id);
  Target.set(chart, Target.kubernetes(NODE_KUBERNETES));
  return chart;
}
