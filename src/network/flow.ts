import { expectTypes } from '../diagnostics/expected-type';
import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';
import type { INetworkPeer } from './network-peer';
import { dnsPeer, Peer } from './peer';

const DNS_PORTS = [Port.udp(53), Port.tcp(53)];

/** Traffic that a network policy allows: its peer and its ports. */
export class Flow {
  /**
   * Traffic with a peer.
   * @param peer end of the traffic that is not the policy's own pods
   * @param ports ports of the end that accepts the connection; every port if none is given
   * @throws {@link InputError} if the peer has neither an address range nor a label selector, or its address range is invalid
   */
  public static with(peer: Peer | INetworkPeer, ...ports: Port[]): Flow {
    expectTypes('Flow.with', {
      peer: [peer, 'object'],
      ports: [ports, { listOf: { instanceOf: 'Port', madeBy: 'Port.tcp(8080)' } }],
    });
    return Flow._withAny([Peer._of(peer)], ports);
  }

  /** @internal */
  public static _withAny(peers: ReadonlyArray<Peer>, ports: ReadonlyArray<Port>): Flow {
    return new Flow(
      () => ({ peers: peers.flatMap((peer) => peer._render()), ports: ports.map(render) }),
      (target) => peers.map((peer) => peer._problem(target)).find((problem) => problem !== undefined),
    );
  }

  /** DNS queries to the cluster's own DNS service, over UDP and TCP. */
  public static dns(): Flow {
    return new Flow((target) => {
      const { peer, loss } = dnsPeer(target);
      return { peers: [peer], ports: DNS_PORTS.map(render), loss };
    });
  }

  private constructor(
    /** @internal */
    public readonly _render: (target: Target) => RenderedFlow,
    /** Problem of a target that cannot select the peers. @internal */
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
