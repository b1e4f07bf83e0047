import type { Construct, IConstruct } from 'constructs';
import { EdgeNamespace } from '../edge/edge-namespace';
import type { Identity } from '../edge/identity';
import { MountedFiles } from '../edge/mounted-files';
import { Placement } from '../edge/placement';
import { SecureEdgeApp, type SecureEdgeAppOptions, type SecureEdgeAppProps } from '../edge/secure-edge-app';
import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { ParsecHost } from './parsec-host';
import type { ParsecProof } from './parsec-proof';
import { ParsecSocket } from './parsec-socket';

/** A client of Parsec. */
export interface ParsecClientProps extends SecureEdgeAppOptions {
  /** The user that it runs as: the owner of its keys, so no other client on the same gateway may have it. */
  readonly identity: Identity;

  /**
   * Parsec as it runs on the gateways.
   * @default ParsecHost.izumaEdge()
   */
  readonly host?: ParsecHost;

  /**
   * How the socket's folder gets into the pod.
   * @default ParsecSocket.hostPath()
   */
  readonly socket?: ParsecSocket;

  /**
   * What its readiness proves; the image needs `parsec-tool` for it.
   * @default - nothing: the readiness probe that it has as an app
   */
  readonly proof?: ParsecProof;
}

const ENDPOINT = 'PARSEC_SERVICE_ENDPOINT';

interface Client {
  readonly path: string;
  readonly userId: number;
  readonly placement: Placement;
}

const CLIENTS = new WeakMap<IConstruct, Client[]>();

/**
 * An app whose keys Parsec keeps, apart from other apps' by its Unix user.
 *
 * It gets the socket's folder read-only, the folder's group as a supplementary group, and `PARSEC_SERVICE_ENDPOINT`.
 * It runs on gateways that have Parsec, in the host's user namespace, since Parsec asks the kernel who its peer is.
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_client/api_overview.html
 */
export class ParsecClient extends SecureEdgeApp {
  /** Parsec as it runs on the gateways. */
  public readonly host: ParsecHost;

  /**
   * @throws when the identity is none of its own (the image's user, root, the service's, another client's on the same
   * gateway), a user namespace is asked for, or the namespace does not take the socket's folder
   */
  constructor(scope: Construct, id: string, props: ParsecClientProps) {
    const host = props.host ?? ParsecHost.izumaEdge();
    const target = props.target ?? Target.of(scope);
    const placement = placedOnParsec(props.placement ?? Placement.replicas(1), host, target);
    const where = [scope.node.path, id].filter((part) => part !== '').join('/');
    const problems = new Problems();
    for (const problem of problemsOf(props, host, target, props.namespace ?? EdgeNamespace.of(scope)))
      problems.add(problem);
    problems.add(sharedIdentity(scope.node.root, { path: where, userId: props.identity.userId ?? 0, placement }));
    problems.throwIfAny(`ParsecClient ${quote(where)}`);
    super(scope, id, { ...appProps(props, host), identity: props.identity.withGroups(host.groupId), placement });
    this.host = host;
    clientsOf(scope.node.root).push({ path: where, userId: props.identity.userId ?? 0, placement });
  }

  /**
   * In a user namespace the kernel tells Parsec another user than the one that the client is, and Parsec refuses it.
   * @internal
   */
  protected override _podFields(): JsonObject {
    return this.target._supports('hostUsers') ? { hostUsers: true } : {};
  }
}

function appProps(props: ParsecClientProps, host: ParsecHost): SecureEdgeAppProps {
  const { socket = ParsecSocket.hostPath(), proof } = props;
  return {
    ...props,
    env: { ...props.env, [ENDPOINT]: host.endpoint },
    ...(proof && { readinessProbe: proof.probe }),
    ...(socket.claimName === undefined
      ? { weaknesses: [...(props.weaknesses ?? []), host._mount] }
      : { files: [...(props.files ?? []), MountedFiles.fromClaim(socket.claimName, host.socketFolder)] }),
  };
}

/** On Izuma a named gateway is bound by its name, past any scheduler, and its labels are the fleet's. */
function placedOnParsec(placement: Placement, host: ParsecHost, target: Target): Placement {
  return target.isIzumaEdge && placement.gatewayName !== undefined
    ? placement
    : placement.withNodeLabels(host.nodeLabels);
}

function problemsOf(
  props: ParsecClientProps,
  host: ParsecHost,
  target: Target,
  namespace: EdgeNamespace | undefined,
): (string | undefined)[] {
  const { identity, socket = ParsecSocket.hostPath() } = props;
  const weaknesses = props.weaknesses ?? [];
  return [
    identity.userId === undefined
      ? "identity must be a number of the client's own, got the image's user: use Identity.user, since the number is the owner of its keys"
      : undefined,
    identity.userId === host.serviceUserId
      ? `identity must not be ${host.serviceUserId}, the user of the Parsec service, which owns the socket's folder: give the client a number of its own`
      : undefined,
    weaknesses.some((w) => w._isRoot || w.acknowledgements.some((a) => a.rule === 'no-privileged'))
      ? 'a client must not run as root or privileged: root is an administrator of Parsec on Izuma, and can take every other identity'
      : undefined,
    props.posture?.userNamespaces
      ? 'posture must not ask for a user namespace: Parsec refuses a peer whose user differs from the one that the kernel tells'
      : undefined,
    props.env?.[ENDPOINT] !== undefined || props.envReferences?.[ENDPOINT] !== undefined
      ? `${ENDPOINT} is set from the host's socketFolder: leave it out`
      : undefined,
    props.proof?._asksForRandom && target.isIzumaEdge
      ? "proof must not be ParsecProof.tpm on izuma-edge, whose Parsec (0.8) makes no random bytes in a TPM, so the client would never be ready: prove it by a key of the client's, with ParsecProof.signature"
      : undefined,
    props.proof && props.readinessProbe ? 'proof and readinessProbe exclude each other: keep one' : undefined,
    socket.claimName === undefined && namespace === undefined && target._supports('podSecurityAdmission')
      ? "the host's folder needs a namespace whose labels admit it: put the client into an EdgeNamespace of its own with podSecurity: PodSecurity.privileged('why'), or use ParsecSocket.claim"
      : undefined,
  ];
}

/** Two apps with one user on one gateway are one client to Parsec: each could use and delete the other's keys. */
function sharedIdentity(root: IConstruct, client: Client): string | undefined {
  const other = clientsOf(root).find(
    (c) => c.userId === client.userId && c.placement.mayShareNodeWith(client.placement),
  );
  if (other === undefined) return undefined;
  return `user ${client.userId} is the identity of ${quote(other.path)}, which may run on the same gateway (${other.placement.describe()}, ${client.placement.describe()}), and whose keys it would share: give each client a number of its own`;
}

function clientsOf(root: IConstruct): Client[] {
  const clients = CLIENTS.get(root) ?? [];
  CLIENTS.set(root, clients);
  return clients;
}
