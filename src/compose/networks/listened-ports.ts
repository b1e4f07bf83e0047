import type { ServiceDefinition } from '../service-definition';

/** Port that a service listens on, as its file says. */
export interface ListenedPort {
  readonly number: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Name for a Port. Undefined if the file gives none. */
  readonly name?: string;
}

/** Returns the port of an entry of `expose`, such as `53/udp`. Undefined if it is not a single port. */
export function exposedPort(entry: string): ListenedPort | undefined {
  const [, number, protocol = 'tcp'] = /^([0-9]{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(entry) ?? [];
  if (number === undefined) return undefined;
  return { number: Number(number), protocol: protocol.toLowerCase() as ListenedPort['protocol'] };
}

/** Returns the ports that a service listens on as its file says, each once. The image can listen on others. */
export function listenedPorts({ ports = [], expose = [] }: ServiceDefinition): ListenedPort[] {
  const found = new Map<string, ListenedPort>();
  const published = ports.map(({ target, protocol, name }) => ({ number: target, protocol, ...(name && { name }) }));
  for (const port of [...published, ...expose.flatMap((entry) => exposedPort(entry) ?? [])]) {
    const key = `${port.number}/${port.protocol}`;
    if (!found.has(key)) found.set(key, port);
  }
  return [...found.values()];
}
