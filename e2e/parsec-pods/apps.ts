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

/** Manifest, with the fields that identify its app. */
export interface Manifest {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

export const CLIENTS_NAMESPACE = 'clients';
export const OTHERS_NAMESPACE = 'others';

/** Names of the apps. */
export const BOB = 'bob';
export const ALICE = 'alice';
/** Waits, and is ready while the TPM works. */
export const CAROL = 'carol';
/** Has a group other than Parsec's. */
export const STRANGER = 'stranger';
/** Has Parsec's group, but does not mount the folder. */
export const OUTSIDER = 'outsider';

export const WAITING_IMAGE = 'localhost/waiting-client:1';
/** Wrong group, of the app that cannot connect. */
const ANOTHER_GROUP = 1345;

/** Returns the manifests of the apps for the node's kubelet. */
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

/** Synthesizes two clients with the same identity on the same gateway. @throws the library's error */
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

/** App of the guide. It lists its keys, and creates a key if there is none. */
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
