import type { ServiceDefinition } from '../service-definition';

/** Port that a service listens on, as its file says. */
export interface ListenedPort {
  readonly number: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Name for a Port. Undefined if the file gives none. */
  readonly name?: string;
}

/** Largest number of ports of one entry. */
const MOST_PORTS = 100;

/** Returns the ports of an entry of `expose`, such as `53/udp` or `3000-3005`. Undefined if it has too many, or is invalid. */
export function exposedPorts(entry: string): ListenedPort[] | undefined {
  const [, start, end = start, protocol = 'tcp'] =
    /^([0-9]{1,5})(?:-([0-9]{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(entry) ?? [];
  const [first, last] = [Number(start), Number(end)];
  if (start === undefined || first < 1 || last > 65535 || last < first || last - first >= MOST_PORTS) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    number: first + i,
    protocol: protocol.toLowerCase() as ListenedPort['protocol'],
  }));
}

/** Returns the ports that a service listens on as its file says, each once. The image can listen on others. */
export function listenedPorts({ ports = [], expose = [] }: ServiceDefinition): ListenedPort[] {
  const found = new Map<string, ListenedPort>();
  const published = ports.map(({ target, protocol, name }) => ({ number: target, protocol, ...(name && { name }) }));
  for (const port of [...published, ...expose.flatMap((entry) => exposedPorts(entry) ?? [])]) {
    const key = `${port.number}/${port.protocol}`;
    if (!found.has(key)) found.set(key, port);
  }
  return [...found.values()];
}
