import { expectTypes } from '../diagnostics/expected-type';
import type { Construct, IConstruct } from 'constructs';
import { EdgeNamespace } from '../edge/edge-namespace';
import type { Identity } from '../edge/identity';
import { MountedFiles } from '../edge/mounted-files';
import { Placement } from '../edge/placement';
import { SecureEdgeApp } from '../edge/secure-edge-app';
import type { SecureEdgeAppOptions, SecureEdgeAppProps } from '../edge/secure-edge-app-options';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import type { INamedObject } from '../kubernetes/named-object';
import { Target } from '../kubernetes/target';
import { PlacedClients, type PlacedClient } from './placed-clients';
import { ParsecHost } from './parsec-host';
import type { ParsecProof } from './parsec-proof';
import { ParsecSocket } from './parsec-socket';

/** Options of a Parsec client. */
export interface ParsecClientProps extends SecureEdgeAppOptions {
  /** User the client runs as. It owns the client's keys, so no other client on the same gateway can have it. */
  readonly identity: Identity;

  /**
   * Parsec service of the gateways.
   * @default ParsecHost.izumaEdge()
   */
  readonly host?: ParsecHost;

  /**
   * Volume that brings the socket's folder into the pod.
   * @default ParsecSocket.hostPath()
   */
  readonly socket?: ParsecSocket;

  /**
   * Proof that the readiness probe gives. The image needs `parsec-tool` for it.
   * @default - the app's own readiness probe
   */
  readonly proof?: ParsecProof;
}

const ENDPOINT = 'PARSEC_SERVICE_ENDPOINT';

/** Clients of each app, by the root of its constructs. */
const CLIENTS = new WeakMap<IConstruct, PlacedClients>();

/**
 * App whose keys are stored by Parsec, which tells clients apart by their Unix user.
 *
 * The client gets the socket's folder read-only, the folder's group as a supplementary group, and
 * `PARSEC_SERVICE_ENDPOINT`. It runs on gateways that have Parsec. It stays in the host's user namespace, because Parsec
 * asks the kernel for the user of its peer.
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_client/api_overview.html
 */
export class ParsecClient extends SecureEdgeApp {
  /** Parsec service of the gateways. */
  public readonly host: ParsecHost;

  /**
   * @throws {@link InputError} if the identity is not the client's own (the image's user, root, the service's user, the user
   * of another client on the same gateway), a user namespace is requested, or the namespace rejects the socket's folder
   */
  constructor(scope: Construct, id: string, props: ParsecClientProps) {
    expectTypes('ParsecClient', { props: [props, 'object'] });
    expectTypes('ParsecClient', {
      identity: [props.identity, { instanceOf: 'Identity', madeBy: 'Identity.user(20001)' }],
    });
    const host = props.host ?? ParsecHost.izumaEdge();
    const target = props.target ?? Target.of(scope);
    const placement = placedOnParsec(props.placement ?? Placement.replicas(1), host, target);
    const where = [scope.node.path, id].filter((part) => part !== '').join('/');
    const problems = new Problems();
    for (const problem of problemsOf(props, host, target, props.namespace ?? EdgeNamespace.of(scope)))
      problems.add(problem);
    const clients = clientsOf(scope.node.root);
    const client = { path: where, userId: props.identity.userId ?? 0, placement };
    problems.add(sharedIdentity(clients, client));
    problems.throwIfAny(`ParsecClient ${quote(where)}`);
    super(scope, id, { ...appProps(props, host), identity: props.identity.withGroups(host.groupId), placement });
    this.host = host;
    clients.add(client);
  }

  /**
   * Keeps the pod out of a user namespace: there, the kernel reports another user to Parsec, which rejects the client.
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
    ...(socket._claim === undefined
      ? { weaknesses: [...(props.weaknesses ?? []), host._mount] }
      : { files: [...(props.files ?? []), MountedFiles.fromClaim(socket._claim, host.socketFolder)] }),
  };
}

/** Placement on nodes that have Parsec. On Izuma, a named gateway is bound by its name, without a scheduler that reads labels. */
function placedOnParsec(placement: Placement, host: ParsecHost, target: Target): Placement {
  return target.isIzumaEdge && placement.gatewayName !== undefined
    ? placement
    : placement.withNodeLabels(host.nodeLabels);
}

function problemsOf(
  props: ParsecClientProps,
  host: ParsecHost,
  target: Target,
  namespace: EdgeNamespace | INamedObject | undefined,
): (string | undefined)[] {
  const { identity, socket = ParsecSocket.hostPath() } = props;
  const weaknesses = props.weaknesses ?? [];
  return [
    identity.userId === undefined
      ? "identity must be the client's own user id, got the image's user: use Identity.user, because the user owns the keys"
      : undefined,
    identity.userId === host.serviceUserId
      ? `identity must not be ${host.serviceUserId}, the user of the Parsec service, which owns the socket's folder: give the client its own user id`
      : undefined,
    weaknesses.some((w) => w._isRoot || w.acknowledgements.some((a) => a.rule === 'no-privileged'))
      ? 'a client must not run as root or privileged: on Izuma, root administers Parsec and can act as every other identity'
      : undefined,
    props.posture?.userNamespaces
      ? 'posture must not request a user namespace: Parsec rejects a peer whose user differs from the one that the kernel reports'
      : undefined,
    props.env?.[ENDPOINT] !== undefined || props.envReferences?.[ENDPOINT] !== undefined
      ? `${ENDPOINT} is set from the host's socketFolder: remove it`
      : undefined,
    props.proof?._asksForRandom && target.isIzumaEdge
      ? 'proof must not be ParsecProof.tpm on izuma-edge, because its Parsec (0.8) cannot generate random bytes in a TPM and the client would never be ready: use ParsecProof.signature'
      : undefined,
    props.proof && props.readinessProbe ? 'proof and readinessProbe exclude each other: keep one' : undefined,
    socket.claimName === undefined && !(namespace instanceof EdgeNamespace) && target._supports('podSecurityAdmission')
      ? "the host's folder needs a namespace whose labels admit it: give the client its own EdgeNamespace with podSecurity: PodSecurity.privileged('the reason'), or use ParsecSocket.claim"
      : undefined,
  ];
}

/** Problem of two clients with one user on one gateway: Parsec takes them for one client, so each could use and delete the other's keys. */
function sharedIdentity(clients: PlacedClients, client: PlacedClient): string | undefined {
  const other = clients.sharing(client.userId, client.placement);
  if (other === undefined) return undefined;
  return `user ${client.userId} is the identity of ${quote(other.path)}, which may run on the same gateway (${other.placement.describe()}, ${client.placement.describe()}), and whose keys it would share: give each client its own user id`;
}

function clientsOf(root: IConstruct): PlacedClients {
  const clients = CLIENTS.get(root) ?? new PlacedClients();
  CLIENTS.set(root, clients);
  return clients;
}
