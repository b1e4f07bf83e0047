import { isObject, listAt, objectAt, stringAt, stringsAt, type JsonObject } from '../kubernetes/manifest';
import type { FoundPod } from '../kubernetes/pods';
import { withoutTrailing } from '../kubernetes/trailing';
import { wellKnownImage } from '../kubernetes/well-known-image';
import type { ContainerObstacles } from './container-obstacles';
import { HardeningControl } from './hardening-control';
import type { Surroundings } from './surroundings';

/** Controls that hardening filled in a pod. */
export class Filled {
  private readonly ofPod = new Set<HardeningControl>();
  private readonly ofContainer = new Map<ContainerObstacles, Set<HardeningControl>>();

  public add(control: HardeningControl, container?: ContainerObstacles): void {
    if (container === undefined) {
      this.ofPod.add(control);
      return;
    }
    const own = this.ofContainer.get(container);
    if (own) own.add(control);
    else this.ofContainer.set(container, new Set([control]));
  }

  public has(control: HardeningControl, container?: ContainerObstacles): boolean {
    if (container === undefined) return this.ofPod.has(control);
    return this.ofContainer.get(container)?.has(control) ?? false;
  }
}

/** Reason why a filled control can prevent a pod from starting, or from working. */
export interface Risk {
  readonly control: HardeningControl;
  /** JSON pointer within the pod spec. */
  readonly path: string;
  readonly container?: string;
  readonly message: string;
}

/** Returns what can go wrong with the filled controls of a pod, and the fix of each. */
export function riskNotes(
  pod: FoundPod,
  containers: ReadonlyArray<ContainerObstacles>,
  filled: Filled,
  isWindows: boolean,
  surroundings: Surroundings | undefined,
): Risk[] {
  const account = filled.has(HardeningControl.SERVICE_ACCOUNT_TOKEN) ? surroundings?.foreignAccount(pod) : undefined;
  const ofToken: Risk[] =
    account === undefined
      ? []
      : [
          {
            control: HardeningControl.SERVICE_ACCOUNT_TOKEN,
            path: '/serviceAccountName',
            message: `its service account ${account} is not among the manifests: if the pod uses the API server, set automountServiceAccountToken to true`,
          },
        ];
  return [
    ...ofToken,
    ...containers.flatMap((c) => {
      const isNonRoot = c.isOtherUser || filled.has(HardeningControl.RUN_AS_NON_ROOT, c);
      const risks = isWindows ? [windowsUserRisk(c)] : linuxRisks(c, pod.spec, isNonRoot);
      return risks
        .filter((risk) => risk !== undefined)
        .filter(({ control }) => filled.has(control, c))
        .map(({ control, path, message }) => ({
          control,
          path: c.found.pointer + path,
          container: c.found.name,
          message,
        }));
    }),
  ];
}

type OwnRisk = Omit<Risk, 'container'>;

function windowsUserRisk(c: ContainerObstacles): OwnRisk | undefined {
  if (stringAt(objectAt(c.context, 'windowsOptions'), 'runAsUserName') !== undefined) return undefined;
  return {
    control: HardeningControl.RUN_AS_NON_ROOT,
    path: '/image',
    message:
      'its image may run as ContainerAdministrator, which runAsNonRoot rejects: set windowsOptions.runAsUserName to ContainerUser',
  };
}

/** @param isNonRoot true if the kubelet starts the container only as another user than 0 */
function linuxRisks(c: ContainerObstacles, spec: JsonObject, isNonRoot: boolean): (OwnRisk | undefined)[] {
  return [userRisk(c), fileRisk(c, spec), portRisk(c), rootRisk(c, isNonRoot), fileCapabilityRisk(c), writeRisk(c)];
}

function imageOf(c: ContainerObstacles): { name: string; known: ReturnType<typeof wellKnownImage> } {
  const name = stringAt(c.found.container, 'image') ?? '';
  return { name, known: wellKnownImage(name) };
}

function userRisk(c: ContainerObstacles): OwnRisk | undefined {
  if (c.user !== undefined) return undefined;
  const { name, known } = imageOf(c);
  if (name === '' || typeof known?.user === 'number') return undefined;
  const fix =
    known?.instead !== undefined
      ? `use ${known.instead}`
      : `set runAsUser${known?.runsAs === undefined ? '' : ` to ${known.runsAs}`}`;
  const who =
    known === undefined
      ? `the user of its image ${name} is unknown, and runAsNonRoot rejects root and users without a number`
      : `its image ${name} ${known.user === 'root' ? 'runs as root' : `runs as ${known.user}, a user without a number`}, which runAsNonRoot rejects`;
  return { control: HardeningControl.RUN_AS_NON_ROOT, path: '/image', message: `${who}: ${fix}` };
}

/** Risk of files and devices of the node, which often belong to root. */
function fileRisk(c: ContainerObstacles, spec: JsonObject): OwnRisk | undefined {
  if (c.user !== undefined) return undefined;
  const risk = (path: string, what: string): OwnRisk => ({
    control: HardeningControl.RUN_AS_NON_ROOT,
    path,
    message: `${what}, which often belongs to root: give the user or a supplemental group of the pod access to it`,
  });
  if (listAt(c.found.container, 'volumeDevices').length > 0) return risk('/volumeDevices', 'it opens a block device');
  const paths = hostPathsOf(spec);
  for (const [i, mount] of listAt(c.found.container, 'volumeMounts').entries()) {
    const path = isObject(mount) ? paths.get(stringAt(mount, 'name') ?? '') : undefined;
    if (path !== undefined) return risk(`/volumeMounts/${i}`, `it uses ${path} of the node`);
  }
  return undefined;
}

function hostPathsOf(spec: JsonObject): Map<string, string> {
  const volumes = listAt(spec, 'volumes').filter(isObject);
  return new Map(
    volumes.flatMap((volume) => {
      const path = stringAt(objectAt(volume, 'hostPath'), 'path');
      return path === undefined ? [] : [[stringAt(volume, 'name') ?? '', path]];
    }),
  );
}

const BIND = /^(CAP_)?NET_BIND_SERVICE$/i;

function portRisk(c: ContainerObstacles): OwnRisk | undefined {
  const low = lowPortOf(c);
  if (low === undefined) return undefined;
  const adds = stringsAt(objectAt(c.context, 'capabilities'), 'add');
  if (c.user === 0 && adds.some((each) => BIND.test(each))) return undefined;
  const { path, port } = low;
  return {
    control: HardeningControl.CAPABILITIES,
    path,
    message: `it listens on port ${port}, which Docker before 20.10, containerd before 2.0 and CRI-O reserve for NET_BIND_SERVICE: listen on a port from 1024, or set the sysctl net.ipv4.ip_unprivileged_port_start to ${port}`,
  };
}

/** Returns a port below 1024 that a container listens on, with the pointer to what shows it. */
function lowPortOf(c: ContainerObstacles): { readonly path: string; readonly port: number } | undefined {
  const hasPorts = listAt(c.found.container, 'ports').length > 0;
  const port = hasPorts ? c.lowPort : c.ifLow(imageOf(c).known?.lowPort);
  return port === undefined ? c.lowProbePort : { path: hasPorts ? '/ports' : '/image', port };
}

/** Risk of user 0, which had the capabilities of the runtime beside those that the manifest adds. */
function rootRisk(c: ContainerObstacles, isNonRoot: boolean): OwnRisk | undefined {
  if (isNonRoot) return undefined;
  const { user = 'root' } = imageOf(c).known ?? {};
  if (c.user === undefined && user !== 'root' && user !== 0) return undefined;
  const added = stringsAt(objectAt(c.context, 'capabilities'), 'add');
  const left = added.length === 0 ? 'no capability' : `only ${added.join(', ')}`;
  return {
    control: HardeningControl.CAPABILITIES,
    path: '/securityContext',
    message: `it ${c.user === 0 ? 'runs' : 'may run'} as user 0 and has ${left} now: if it changes owners, users or modes, add the capabilities that it needs, such as CHOWN, SETGID and SETUID`,
  };
}

function fileCapabilityRisk(c: ContainerObstacles): OwnRisk | undefined {
  const adds = stringsAt(objectAt(c.context, 'capabilities'), 'add');
  if (!c.isOtherUser || adds.length === 0) return undefined;
  return {
    control: HardeningControl.PRIVILEGE_ESCALATION,
    path: '/securityContext/capabilities/add',
    message: `a user other than root gets ${adds.join(', ')} only through file capabilities, which allowPrivilegeEscalation: false disables: check that it works without`,
  };
}

function writeRisk(c: ContainerObstacles): OwnRisk | undefined {
  const { name, known } = imageOf(c);
  if (known === undefined && (c.isPrivileged || c.addsAll))
    return {
      control: HardeningControl.READ_ONLY_ROOT,
      path: '/image',
      message: `the folders that its image ${name} writes to are unknown, and readOnlyRootFilesystem makes all but /tmp and its volumes read-only: mount a volume at each of them`,
    };
  const mounted = listAt(c.found.container, 'volumeMounts')
    .filter(isObject)
    .filter((mount) => mount['readOnly'] !== true)
    .map((mount) => runFolder(stringAt(mount, 'mountPath') ?? ''));
  const open = (known?.writes ?? []).filter((folder) => !mounted.some((path) => isBelow(runFolder(folder), path)));
  if (open.length === 0) return undefined;
  return {
    control: HardeningControl.READ_ONLY_ROOT,
    path: '/image',
    message: `its image ${name} writes to ${open.join(' and ')}, which readOnlyRootFilesystem makes read-only: mount a volume there`,
  };
}

/** Returns a path without the link from /var/run to /run, and without slashes at its end. */
function runFolder(path: string): string {
  return withoutTrailing(path.replace(/^\/var\/run(?=\/|$)/, '/run'), '/') || '/';
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
