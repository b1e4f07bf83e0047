import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';
import { dnsPeer, type Peer } from './peer';

const DNS_PORTS = [Port.udp(53), Port.tcp(53)];

/** Traffic that a policy lets through: with whom, and on which ports. */
export class Flow {
  /**
   * Traffic with a peer.
   * @param ports of the end that is connected to; none means every port
   */
  public static with(peer: Peer, ...ports: Port[]): Flow {
    return Flow._withAny([peer], ports);
  }

  /** @internal */
  public static _withAny(peers: ReadonlyArray<Peer>, ports: ReadonlyArray<Port>): Flow {
    return new Flow(
      () => ({ peers: peers.flatMap((peer) => peer._render()), ports: ports.map(render) }),
      (target) => peers.map((peer) => peer._problem(target)).find((problem) => problem !== undefined),
    );
  }

  /** Look-ups at the cluster's DNS, by UDP and TCP. */
  public static dns(): Flow {
    return new Flow((target) => {
      const { peer, loss } = dnsPeer(target);
      return { peers: [peer], ports: DNS_PORTS.map(render), ...(loss && { loss }) };
    });
  }

  private constructor(
    /** @internal */
    public readonly _render: (target: Target) => RenderedFlow,
    /** What a target lacks to tell its peers. @internal */
    public readonly _problem: (target: Target) => string | undefined = () => undefined,
  ) {}
}

/** @internal */
export interface RenderedFlow {
  readonly peers: JsonObject[];
  readonly ports: JsonObject[];
  readonly loss?: Loss;
}

function render(port: Port): JsonObject {
  return { protocol: port.protocol, port: port.number };
}
