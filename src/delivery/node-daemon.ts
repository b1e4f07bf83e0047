import { Construct } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { ProfileConfigMap } from '../kubernetes/profile-config-map';
import type { INamedObject } from '../kubernetes/named-object';
import { isSystemPriority } from '../kubernetes/priority-class';
import { Target } from '../kubernetes/target';
import type { Image } from '../supply-chain/image';
import { EdgeNamespace } from '../edge/edge-namespace';
import { MountedFiles } from '../edge/mounted-files';
import { Placement } from '../edge/placement';
import { PodSecurity } from '../edge/pod-security-level';
import { Probe } from '../edge/probe';
import { SecureEdgeApp } from '../edge/secure-edge-app';
import type { Weakness } from '../edge/weakness';
import type { WritableFolder } from '../edge/writable-folder';

/** Options of a daemon that copies profiles from ConfigMaps to every node. */
export interface NodeDaemonProps {
  /** Name of the daemon and its namespace. */
  readonly name: string;
  /** Reason why the namespace does not enforce Pod Security. */
  readonly reason: string;
  readonly image: Image;
  readonly placement: Placement;
  readonly configMaps: ProfileConfigMap[];
  /** Path of the program in the image. */
  readonly program: string;
  /** Arguments of the program, for `run` and for `ready`. */
  readonly args: string[];
  readonly weaknesses: Weakness[];
  /** PriorityClass of the pods, or its name. */
  readonly priorityClass?: string | INamedObject;
  /** Folders in which the program stores its state while it runs. */
  readonly writableFolders?: WritableFolder[];
}

const PROFILES_FOLDER = '/profiles';
/** More pods than the nodes of the largest cluster that Kubernetes supports, also during an update. */
const MOST_PODS = 10000;

/**
 * DaemonSet in its own namespace that copies profiles from ConfigMaps to every node.
 *
 * The container runs `<program> run`. Its readiness probe runs `<program> ready`, which succeeds if the node has every
 * profile of the ConfigMaps.
 */
export class NodeDaemon extends Construct {
  constructor(scope: Construct, id: string, props: NodeDaemonProps) {
    super(scope, id);
    const namespace = new EdgeNamespace(this, 'Namespace', {
      name: props.name,
      podSecurity: PodSecurity.privileged(props.reason),
      ...(needsQuota(props.priorityClass) && { quota: { systemPods: MOST_PODS } }),
    });
    const target = Target.of(this);
    for (const { name, manifest } of props.configMaps) writeConfigMap(namespace, name, manifest, target);
    const args = ['--profiles', PROFILES_FOLDER, ...props.args];
    new SecureEdgeApp(namespace, 'Daemon', {
      name: props.name,
      image: props.image,
      placement: props.placement,
      command: [props.program],
      args: ['run', ...args],
      readinessProbe: Probe.exec([props.program, 'ready', ...args], { periodSeconds: 5, timeoutSeconds: 5 }),
      files: [
        MountedFiles.fromConfigMaps(
          props.configMaps.map((c) => c.name),
          PROFILES_FOLDER,
        ),
      ],
      ...(props.writableFolders && { writableFolders: props.writableFolders }),
      weaknesses: props.weaknesses,
      ...(props.priorityClass !== undefined && { priorityClass: props.priorityClass }),
    });
  }
}

/** True for a class whose pods some clusters reject outside `kube-system`, unless a quota allows them. */
function needsQuota(priorityClass: string | INamedObject | undefined): boolean {
  return isSystemPriority(typeof priorityClass === 'object' ? priorityClass.name : (priorityClass ?? ''));
}

function writeConfigMap(namespace: EdgeNamespace, name: string, manifest: Manifest, target: Target): void {
  new ManifestObject(namespace, name, {
    apiVersion: target._apiVersion('ConfigMap') ?? '',
    kind: 'ConfigMap',
    name,
    namespace: namespace.name,
    fields: ['data'],
    render: () => manifest,
  });
}
