import { Problems } from '../diagnostics/input-error';
import { portName, portNumber } from './syntax';

/** Transport protocol of a port. */
export enum Protocol {
  TCP = 'TCP',
  UDP = 'UDP',
}

/** Port that a container listens on, or that a flow can use. */
export class Port {
  /**
   * Returns a TCP port.
   * @param number 1 to 65535
   * @param name at most 15 characters; by default `tcp-<number>`
   * @throws {@link InputError} if the number or the name is not valid
   */
  public static tcp(number: number, name?: string): Port {
    return new Port(number, Protocol.TCP, name);
  }

  /**
   * Returns a UDP port.
   * @param number 1 to 65535
   * @param name at most 15 characters; by default `udp-<number>`
   * @throws {@link InputError} if the number or the name is not valid
   */
  public static udp(number: number, name?: string): Port {
    return new Port(number, Protocol.UDP, name);
  }

  /** Name that a Service or a probe can use instead of the number. */
  public readonly name: string;

  private constructor(
    public readonly number: number,
    public readonly protocol: Protocol,
    name?: string,
  ) {
    this.name = name ?? `${protocol.toLowerCase()}-${number}`;
    const problems = new Problems();
    problems.add(portNumber('port', number));
    if (name !== undefined) problems.add(portName('port name', name));
    problems.throwIfAny('Port');
  }
}
