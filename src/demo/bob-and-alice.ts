import { Construct } from 'constructs';
import { Identity } from '../edge/identity';
import { Life } from '../edge/life';
import { Placement } from '../edge/placement';
import { Problems, quote } from '../diagnostics/input-error';
import { Target } from '../kubernetes/target';
import { ParsecClient } from '../parsec/parsec-client';
import { Acknowledgement } from '../kubernetes/acknowledgement';
import { Image } from '../supply-chain/image';

/** Two Parsec clients on one gateway. */
export interface BobAndAliceProps {
  /** The gateway that both run on: the name that Izuma gives its node. */
  readonly gateway: string;

  /**
   * Image of the client, as the gateway's runtime knows it: it is loaded there, never pulled.
   * @default "edge-app:latest"
   */
  readonly image?: string;
}

/** The users of the guide: no gateway has them for anything else. */
const USERS = { bob: 1250, alice: 1251 } as const;

/**
 * Bob and Alice: the same program twice, under two users. Each makes a key in Parsec and lists its own alone.
 *
 * Each becomes what Izuma's kubelet reads: a pod bound to the gateway that ends when its work is done.
 * @see https://developer.izuma.net/docs/device-management-edge/2.5/container/security-parsec-container.html
 */
export class BobAndAlice extends Construct {
  /** @throws when the target is not izuma-edge, or the gateway's name is not valid */
  constructor(scope: Construct, id: string, props: BobAndAliceProps) {
    super(scope, id);
    const target = Target.of(this);
    const problems = new Problems();
    if (!target.isIzumaEdge)
      problems.add(
        `Bob and Alice are pods of Izuma's kubelet, got the target ${target.name}: choose Target.izumaEdge()`,
      );
    problems.throwIfAny(`BobAndAlice ${quote(this.node.path)}`);
    for (const [user, userId] of Object.entries(USERS)) {
      new ParsecClient(this, user, {
        name: `${user}-edge-app-${props.gateway}`,
        containerName: 'edge-app',
        hostname: `edge-app-${user}`,
        image: Image.onGateway(props.image ?? 'edge-app:latest'),
        identity: Identity.user(userId),
        placement: Placement.gateway(props.gateway),
        life: Life.once(),
        acknowledgements: [
          new Acknowledgement({
            rule: 'seccomp-profile',
            reason: "the gateway's kubelet is of Kubernetes 1.13 and takes the profile from the annotation",
          }),
        ],
      });
    }
  }
}
