import { quote } from '../../diagnostics/input-error';
import { PARSEC_FOLDER, PARSEC_SOCKET_PATH } from '../../host/parsec';
import { withoutTrailing } from '../../kubernetes/trailing';
import type { ComposeProject } from '../compose-project';
import { listenedPorts } from '../networks/listened-ports';
import type { ServiceDefinition } from '../service-definition';

/** Reason that a service cannot be in the pod of another. */
export interface Conflict {
  /** Service that comes first in the file. */
  readonly with: string;
  /** Key of the service that conflicts. */
  readonly key: string;
  readonly reason: string;
}

/** Services that are in one pod already, with what only one of them can have. */
export class PodOccupants {
  private readonly ports = new Map<string, string>();
  private readonly clients = new Map<string, string>();
  private hostNetwork: { readonly service: string; readonly isHost: boolean } | undefined;

  constructor(private readonly project: ComposeProject) {}

  /** Returns the conflict of a service with those in the pod. Without one, the service joins them. */
  public join(service: string): Conflict | undefined {
    const definition = this.project.services.get(service) ?? {};
    const conflict =
      this.networkConflict(service, definition) ??
      this.portConflict(service, definition) ??
      this.parsecConflict(service, definition);
    if (conflict !== undefined) return conflict;
    this.hostNetwork ??= { service, isHost: definition.network_mode === 'host' };
    for (const { number, protocol } of listenedPorts(definition)) this.ports.set(`${number}/${protocol}`, service);
    if (usesParsec(definition)) this.clients.set(definition.user ?? '', service);
    return undefined;
  }

  private networkConflict(service: string, { network_mode: mode }: ServiceDefinition): Conflict | undefined {
    const held = this.hostNetwork;
    if (held === undefined || (mode === 'host') === held.isHost || mode?.startsWith('service:')) return undefined;
    return {
      with: held.service,
      key: 'network_mode',
      reason: `${quote(service)} and ${quote(held.service)} are in one pod, but only one of them has the network of the gateway`,
    };
  }

  private portConflict(service: string, definition: ServiceDefinition): Conflict | undefined {
    for (const { number, protocol } of listenedPorts(definition)) {
      const holder = this.ports.get(`${number}/${protocol}`);
      if (holder === undefined || holder === service) continue;
      return {
        with: holder,
        key: (definition.ports ?? []).some(({ target }) => target === number) ? 'ports' : 'expose',
        reason: `${quote(service)} and ${quote(holder)} are in one pod and both listen on port ${number}/${protocol}, but containers of a pod share its ports: let one of them listen on another port`,
      };
    }
    return undefined;
  }

  private parsecConflict(service: string, definition: ServiceDefinition): Conflict | undefined {
    if (!usesParsec(definition)) return undefined;
    const user = definition.user ?? '';
    const other = [...this.clients].find(([held]) => held !== user || held === '');
    if (other === undefined) return undefined;
    return {
      with: other[1],
      key: definition.user === undefined ? 'volumes' : 'user',
      reason: `${quote(service)} and ${quote(other[1])} are in one pod and use Parsec, which tells clients apart by their user: containers of a pod have one user, so give both the same user if they may share their keys, or put them on different networks`,
    };
  }
}

/** True if a service mounts Parsec's socket. */
export function usesParsec({ volumes = [] }: ServiceDefinition): boolean {
  return volumes.some(
    ({ type, source }) =>
      type === 'bind' && (withoutTrailing(source ?? '', '/') === PARSEC_FOLDER || source === PARSEC_SOCKET_PATH),
  );
}
