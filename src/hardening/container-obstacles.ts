import { commandNeeds, type CommandNeed } from '../kubernetes/command-needs';
import { isObject, listAt, objectAt, stringsAt, type JsonObject } from '../kubernetes/manifest';
import type { FoundContainer } from '../kubernetes/pods';
import { lowestUnprivilegedPort } from '../kubernetes/unprivileged-port';
import { runsAsWindowsAdministrator } from '../kubernetes/windows-pod';

const PROBES: ReadonlyArray<string> = ['startupProbe', 'livenessProbe', 'readinessProbe'];

/** Facts about a container that decide which controls it can have. */
export class ContainerObstacles {
  public readonly context: JsonObject;
  public readonly isPrivileged: boolean;
  /** True if the container adds all capabilities, which a drop of all would remove again. */
  public readonly addsAll: boolean;
  /** Numeric user of the container; undefined if the image decides. */
  public readonly user: number | undefined;
  private needs?: ReadonlyArray<CommandNeed>;

  constructor(
    public readonly found: FoundContainer,
    private readonly spec: JsonObject,
  ) {
    const pod = objectAt(spec, 'securityContext');
    this.context = objectAt(found.container, 'securityContext');
    this.isPrivileged = this.context['privileged'] === true;
    this.addsAll = stringsAt(objectAt(this.context, 'capabilities'), 'add').some((each) => /^(CAP_)?ALL$/i.test(each));
    const user = this.context['runAsUser'] ?? pod['runAsUser'];
    this.user = typeof user === 'number' ? user : undefined;
  }

  /** True if the manifest itself asks for user 0, by its number or by rights that only user 0 has. */
  public get asksForRoot(): boolean {
    if (this.user !== undefined) return this.user === 0;
    if (this.isPrivileged || this.addsAll) return true;
    return runsAsWindowsAdministrator(objectAt(this.spec, 'securityContext'), this.context);
  }

  /** True if the manifest fixes a user other than 0, so that nothing in the container can need user 0. */
  public get isOtherUser(): boolean {
    if (this.user !== undefined) return this.user !== 0;
    return (this.context['runAsNonRoot'] ?? objectAt(this.spec, 'securityContext')['runAsNonRoot']) === true;
  }

  /** Returns the reason in the command or the ports why the container needs user 0; undefined if there is none. */
  public get rootNeed(): string | undefined {
    if (this.isOtherUser) return undefined;
    return this.commandNeed('root') ?? this.portNeed;
  }

  /** Returns the reason why the container needs capabilities that it does not list; undefined if there is none. */
  public get capabilityNeed(): string | undefined {
    // an author who lists the capabilities has listed the needed ones
    if (this.isOtherUser || listAt(objectAt(this.context, 'capabilities'), 'add').length > 0) return undefined;
    return this.commandNeed('capabilities') ?? this.portNeed;
  }

  /** Returns the reason why the container needs privilege escalation; undefined if there is none. */
  public get escalationNeed(): string | undefined {
    return this.commandNeed('setuid');
  }

  /** Returns the reason why the container needs a writable root file system; undefined if there is none. */
  public get writeNeed(): string | undefined {
    return this.commandNeed('writesRoot');
  }

  /** First port below 1024 that the container listens on; undefined if there is none, or the pod allows it. */
  public get lowPort(): number | undefined {
    const ports = listAt(this.found.container, 'ports').map((port) =>
      this.ifLow(isObject(port) && port['containerPort']),
    );
    return ports.find((port) => port !== undefined);
  }

  /** First port below 1024 that a probe of the container connects to; undefined if there is none, or the pod allows it. */
  public get lowProbePort(): { readonly path: string; readonly port: number } | undefined {
    for (const name of PROBES) {
      const probe = objectAt(this.found.container, name);
      for (const action of ['httpGet', 'tcpSocket', 'grpc']) {
        const { host, port } = objectAt(probe, action);
        // a host is another machine, or the node
        const low = host === undefined || host === '' ? this.ifLow(port) : undefined;
        if (low !== undefined) return { path: `/${name}/${action}/port`, port: low };
      }
    }
    return undefined;
  }

  /** Returns a port if a process without privileges cannot listen on it. */
  public ifLow(port: unknown): number | undefined {
    return typeof port === 'number' && port >= 1 && port < lowestUnprivilegedPort(this.spec) ? port : undefined;
  }

  private get portNeed(): string | undefined {
    if (this.spec['hostNetwork'] !== true || this.lowPort === undefined) return undefined;
    return `it listens on port ${this.lowPort} of the node, for which user 0 needs NET_BIND_SERVICE`;
  }

  private commandNeed(key: 'root' | 'capabilities' | 'setuid' | 'writesRoot'): string | undefined {
    this.needs ??= commandNeeds(this.found.container);
    const need = this.needs.find((each) => each[key]);
    return need === undefined ? undefined : `its command runs ${need.program}`;
  }
}
