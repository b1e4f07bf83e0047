import { App, Chart, Testing } from 'cdk8s';
import {
  EdgeNamespace,
  Identity,
  IdentityRegistry,
  Image,
  Life,
  NodeAppArmor,
  ParsecClient,
  ParsecHost,
  ParsecProof,
  Placement,
  PodSecurity,
  SecureEdgeApp,
  Target,
} from '../../src/index';
import { ownImage } from '../../src/supply-chain/own-images';
import { NODE } from '../node/control-plane';

/** A manifest, as far as it says which app it is of. */
export interface Manifest {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

export const CLIENTS_NAMESPACE = 'clients';
export const OTHERS_NAMESPACE = 'others';

/** Names of the apps. */
export const BOB = 'bob';
export const ALICE = 'alice';
/** Waits, and is ready while the TPM works for it. */
export const CAROL = 'carol';
/** Has another group than Parsec's. */
export const STRANGER = 'stranger';
/** Has the group, and no mount. */
export const OUTSIDER = 'outsider';

export const WAITING_IMAGE = 'localhost/waiting-client:1';
/** The group of the guide's own app that gets nowhere. */
const ANOTHER_GROUP = 1345;

/** The apps for the node's kubelet, as manifests. */
export function apps(registry: IdentityRegistry): Manifest[] {
  const chart = chartOf();
  const clients = clientsNamespace(chart);
  for (const user of [BOB, ALICE]) edgeApp(clients, user, registry.identity(user));
  new ParsecClient(clients, CAROL, {
    image: Image.onGateway(WAITING_IMAGE),
    identity: registry.identity(CAROL),
    placement: Placement.gateway(NODE),
    proof: ParsecProof.tpm({ probe: { periodSeconds: 20, timeoutSeconds: 20, failureThreshold: 1 } }),
  });
  edgeApp(
    clients,
    STRANGER,
    registry.identity(STRANGER),
    new ParsecHost({ groupId: ANOTHER_GROUP, serviceUserId: 1206 }),
  );
  const others = new EdgeNamespace(chart, OTHERS_NAMESPACE);
  const host = ParsecHost.izumaEdge();
  new SecureEdgeApp(others, OUTSIDER, {
    image: ownImage('edge-app'),
    identity: registry.identity(OUTSIDER).withGroups(host.groupId),
    env: { PARSEC_SERVICE_ENDPOINT: host.endpoint },
    placement: Placement.gateway(NODE),
    life: Life.once(),
  });
  return Testing.synth(chart) as Manifest[];
}

/** Two clients with one identity on one gateway. @throws what the library says of them */
export function twins(identity: Identity): void {
  const clients = clientsNamespace(chartOf());
  edgeApp(clients, BOB, identity);
  edgeApp(clients, 'mallory', identity);
}

function chartOf(): Chart {
  const chart = new Chart(new App(), 'gateway');
  Target.set(chart, Target.kubernetes('1.37', { appArmor: NodeAppArmor.YES }));
  return chart;
}

function clientsNamespace(chart: Chart): EdgeNamespace {
  return new EdgeNamespace(chart, CLIENTS_NAMESPACE, {
    podSecurity: PodSecurity.privileged("the clients mount Parsec's socket folder"),
  });
}

/** The guide's app: lists its keys, and makes a first one if it has none. */
function edgeApp(scope: EdgeNamespace, user: string, identity: Identity, host?: ParsecHost): void {
  new ParsecClient(scope, user, {
    containerName: 'edge-app',
    hostname: `edge-app-${user}`,
    image: ownImage('edge-app'),
    identity,
    placement: Placement.gateway(NODE),
    life: Life.once(),
    ...(host && { host }),
  });
}
