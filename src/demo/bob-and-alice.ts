import { Construct } from 'constructs';
import { Identity } from '../edge/identity';
import { Life } from '../edge/life';
import { Placement } from '../edge/placement';
import { Problems, quote } from '../diagnostics/input-error';
import type { IdentityRegistry } from '../gateway/identity-registry';
import { Target } from '../kubernetes/target';
import { ParsecClient } from '../parsec/parsec-client';
import { Image } from '../supply-chain/image';

/** Options of two Parsec clients on one gateway. */
export interface BobAndAliceProps {
  /**
   * Name of the gateway's node on Izuma, as `kubectl get nodes` prints it. Both clients run there.
   */
  readonly gateway: string;

  /**
   * Registry with the users of the apps `bob` and `alice`, for the gateway or for every gateway.
   * @default - the users 1250 and 1251
   */
  readonly registry?: IdentityRegistry;

  /**
   * Image of the client, which must be loaded onto the gateway and is never pulled.
   * @default "edge-app:latest"
   */
  readonly image?: string;
}

/** Users of Izuma's guide. No gateway has other users with these ids. */
const USERS = { bob: 1250, alice: 1251 } as const;

/**
 * Two clients, Bob and Alice: one program that runs as two users. Each client creates a key in Parsec and can list only its
 * own keys.
 *
 * Each client is a pod that is bound to the gateway, and ends when its work is done.
 * @see https://developer.izuma.net/docs/device-management-edge/2.5/container/security-parsec-container.html
 */
export class BobAndAlice extends Construct {
  /** @throws {@link InputError} if the target is not izuma-edge, the gateway's name is invalid, or the registry lacks a client */
  constructor(scope: Construct, id: string, props: BobAndAliceProps) {
    super(scope, id);
    const target = Target.of(this);
    const problems = new Problems();
    if (!target.isIzumaEdge)
      problems.add(
        `target must be izuma-edge, because Bob and Alice run on Izuma's kubelet, got ${target.name}: use Target.izumaEdge()`,
      );
    problems.throwIfAny(`BobAndAlice ${quote(this.node.path)}`);
    for (const [user, userId] of Object.entries(USERS)) {
      new ParsecClient(this, user, {
        name: `${user}-edge-app-${props.gateway}`,
        containerName: 'edge-app',
        hostname: `edge-app-${user}`,
        image: Image.onGateway(props.image ?? 'edge-app:latest'),
        identity: identityOf(user, userId, props),
        placement: Placement.gateway(props.gateway),
        life: Life.once(),
      });
    }
  }
}

/** Returns the identity of a client: that of the gateway, that of every gateway, or without a registry that of the guide. */
function identityOf(user: string, userId: number, { gateway, registry }: BobAndAliceProps): Identity {
  if (registry === undefined) return Identity.user(userId);
  return registry.identity(user, registry._find(user, gateway) === undefined ? undefined : gateway);
}
