import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { waitUntil } from '../../scripts/demo/wait';
import { PARSEC_ADMIN_USER_ID } from '../../src/host/parsec';
import { IdentityRegistry, ParsecHost } from '../../src/index';
import { Cluster } from '../node/cluster';
import { NODE } from '../node/control-plane';
import { Report } from '../cluster/report';
import { secureEdge } from '../parsec/secure-edge';
import { ALICE, apps, BOB, CAROL, CLIENTS_NAMESPACE, OTHERS_NAMESPACE, OUTSIDER, STRANGER, twins } from './apps';

const NAME_LABEL = 'app.kubernetes.io/name';
/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;
const GROUP = ParsecHost.izumaEdge().groupId;
/** User ids of Izuma's guide, starting with Bob's. */
const NUMBERS = { version: 1, range: { first: 1250, last: 1299 }, next: 1250, identities: [], retired: [] };
const [BOB_ID, ALICE_ID] = [1250, 1251];
const GUIDE = [
  [BOB, BOB_ID],
  [ALICE, ALICE_ID],
] as const;
const AS_WANTED = 'exit 0: all is as wanted';
const NOT_REACHABLE =
  'edge-app: Parsec is not reachable: parsec-tool ping: exit status 1: [ERROR parsec_tool] Error spinning up the BasicClient: the socket address provided in the URL is not valid';

interface NodeObject {
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo: Readonly<
      Record<'kubeletVersion' | 'containerRuntimeVersion' | 'kernelVersion' | 'osImage' | 'bootID', string>
    >;
  };
}

interface Job {
  readonly status: { readonly succeeded?: number };
}

interface Ending {
  readonly terminated?: { readonly exitCode: number };
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly containerStatuses?: readonly {
      readonly containerID?: string;
      readonly ready: boolean;
      readonly restartCount: number;
      readonly state: Ending;
      readonly lastState: Ending;
    }[];
  };
}

/** Runs the two apps of Izuma's guide on a prepared gateway, and checks their output and their keys. */
export class PodsProof {
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly report: Report,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    this.assigns();
    await this.nodeIsReady('');
    await this.gatewayIsPrepared();
    await this.appsRun();
    await this.serviceRestarts();
    await this.podsRestart('after a restart of Parsec and of the pods');
    await this.machineRestarts();
    await this.podsRestart('after a restart of the machine');
    await this.aliceRetires();
  }

  private assigns(): void {
    writeFileSync(join(this.folder, IdentityRegistry.DEFAULT_FILE), JSON.stringify(NUMBERS));
    for (const app of [BOB, ALICE, CAROL, STRANGER, OUTSIDER]) this.secureEdge('identity', 'assign', app);
    const uid = (app: string): string => String(this.registry.identity(app).userId);
    this.report.expect('secure-edge identity: Bob, Alice', '1250, 1251', `${uid(BOB)}, ${uid(ALICE)}`);
    const words = refusal(() => twins(this.registry.identity(BOB)));
    this.report.expect(
      'synth of a second app with the identity of Bob',
      'ParsecClient "gateway/clients/mallory": user 1250 is the identity of "gateway/clients/bob", which may run on the same gateway (gateway "localhost", gateway "localhost"), and whose keys it would share: give each client its own user id',
      words,
    );
  }

  private async nodeIsReady(previousBoot: string): Promise<string> {
    const { kubectl } = this.cluster;
    let node: NodeObject | undefined;
    const isReady = await waitUntil(async () => {
      [node] = await kubectl.list<NodeObject>('nodes');
      const conditions = node?.status.conditions ?? [];
      return (
        node?.status.nodeInfo.bootID !== previousBoot &&
        conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
      );
    }, PATIENCE);
    if (!isReady || node === undefined) throw new Error(`no node is ready after ${PATIENCE} s`);
    const { kubeletVersion, containerRuntimeVersion, kernelVersion, osImage, bootID } = node.status.nodeInfo;
    this.report.say(
      `the node is ready: kubelet ${kubeletVersion}, ${containerRuntimeVersion}, Linux ${kernelVersion}, ${osImage}`,
    );
    return bootID;
  }

  private async gatewayIsPrepared(): Promise<void> {
    const { report } = this;
    report.expect(
      'the TPM of the node: its version',
      'exit 0: 2',
      await this.guest('cat /sys/class/tpm/tpm0/tpm_version_major'),
    );
    await this.bringScript();
    const start = performance.now();
    const answer = await this.guest('/root/prepare');
    report.say(`the script took ${Math.round((performance.now() - start) / 1000)} s`);
    report.expect('the script of secure-edge gateway, on the node', 'exit 0', answer.split(':')[0]!);
    report.expect('the same with --check', AS_WANTED, await this.guest('/root/prepare --check'));
    await this.serviceWorks();
  }

  private async serviceWorks(): Promise<void> {
    const state = 'systemctl show --property=ActiveState,User --value parsec.service | tr "\\n" " "';
    this.report.expect('parsec.service', 'exit 0: parsec active', await this.guest(state));
    const health = `setpriv --reuid=${PARSEC_ADMIN_USER_ID} --regid=${GROUP} --groups=$(getent group tss | cut -d: -f3) -- /etc/secure-edge/health`;
    this.report.expect('its health check', 'exit 0: Parsec works', await this.guest(health));
  }

  private async appsRun(): Promise<void> {
    const { kubectl } = this.cluster;
    const label = Object.entries(ParsecHost.izumaEdge().nodeLabels).map((pair) => pair.join('='));
    await kubectl.run('label', 'node', NODE, ...label);
    await this.applies('Bob and Alice, synthesized for 1.37, fields checked strictly', BOB, ALICE);
    for (const [app, uid] of GUIDE) {
      const log = await this.logOfJob(app);
      const [key] = new RegExp(`${uid}-key-\\d+`).exec(log) ?? [`${uid}-key-N`];
      this.keys.set(app, key);
      this.says(`${app}, its first run`, log, [
        ...greeting(uid),
        'No keys currently available.',
        'Create an ECC key pair..',
        'Creating ECC signing key...',
        `Key "${key}" created.`,
        'Available keys:',
        listed(key),
      ]);
    }
    await this.applies('two apps that lack something, and one that waits', STRANGER, OUTSIDER, CAROL);
    await this.fails(STRANGER, CLIENTS_NAMESPACE, 'an app with another group');
    await this.fails(OUTSIDER, OTHERS_NAMESPACE, 'an app with the group, without the mount');
    await this.carolIs('ready');
  }

  private async serviceRestarts(): Promise<void> {
    const { report } = this;
    const before = await this.carol();
    await this.guest('systemctl stop parsec.service');
    await this.carolIs('not ready', 'while Parsec is stopped');
    report.expect('parsec.service is started', 'exit 0:', await this.guest('systemctl start parsec.service'));
    await this.carolIs('ready', 'after it');
    const after = await this.carol();
    const isSame = container(before) === container(after);
    report.expect('the container of carol, then', 'the same as before', isSame ? 'the same as before' : 'another');
    await this.serviceWorks();
  }

  /** Runs both apps again: each must find the key that it has created. */
  private async podsRestart(when: string): Promise<void> {
    await this.deletes(CLIENTS_NAMESPACE, BOB, ALICE);
    await this.applies(`Bob and Alice once more, ${when}`, BOB, ALICE);
    for (const [app, uid] of GUIDE) {
      const found = [...greeting(uid), 'Available keys:', listed(this.keys.get(app) ?? '')];
      this.says(`${app}, ${when}`, await this.logOfJob(app), found);
    }
  }

  private async machineRestarts(): Promise<void> {
    const [node] = await this.cluster.kubectl.list<NodeObject>('nodes');
    const before = await this.carol();
    // the reboot closes the connection
    await this.guest('systemctl reboot').catch(() => undefined);
    this.report.say('the machine boots again');
    await this.nodeIsReady(node!.status.nodeInfo.bootID);
    this.report.expect(
      'the script with --check, after the machine has booted',
      AS_WANTED,
      await this.guest('/root/prepare --check'),
    );
    await this.serviceWorks();
    await this.carolIs('ready', 'then', container(before));
  }

  private async aliceRetires(): Promise<void> {
    const { report } = this;
    const words = this.secureEdge('identity', 'retire', ALICE).trim().split('\n').at(-1)?.trim();
    const command = `parsec-tool delete-client --client ${ALICE_ID}`;
    report.expect('secure-edge identity retire (Alice): names the command', command, words ?? '');
    const synth = refusal(() => this.registry.identity(ALICE));
    const isRefused = synth.includes(
      `has no identity for app "${ALICE}" on every gateway (${ALICE_ID} was retired on `,
    );
    report.expect('synth of Alice, then', 'rejected', isRefused ? 'rejected' : synth);
    await this.bringScript();
    const run = `setpriv --reuid=${PARSEC_ADMIN_USER_ID} --regid=${GROUP} --clear-groups ${command}`;
    const left = await this.guest('/root/prepare --check');
    const expected = `exit 1: left to you: user ${ALICE_ID} (${ALICE}) is retired and still has keys: run ${run}`;
    report.expect('the new script with --check', expected, left);
    report.expect('the command', 'exit 0', (await this.guest(run)).split(':')[0]!);
    report.expect('the script with --check, then', AS_WANTED, await this.guest('/root/prepare --check'));
    const list = (uid: number): string =>
      `setpriv --reuid=${uid} --regid=${uid} --groups=${GROUP} -- parsec-tool list-keys`;
    const keysOf = async (uid: number): Promise<string> =>
      plain((await this.guest(list(uid))).split('\n').at(-1) ?? '');
    report.expect("Alice's keys", 'No keys currently available.', (await keysOf(ALICE_ID)).replace('exit 0: ', ''));
    report.expect("Bob's keys", listed(this.keys.get(BOB) ?? ''), await keysOf(BOB_ID));
  }

  /** Copies the gateway's script to the node. */
  private async bringScript(): Promise<void> {
    const script = Buffer.from(this.secureEdge('gateway')).toString('base64');
    const { code, output } = await this.cluster.node.run(
      `echo ${script} | base64 --decode >/root/prepare && chmod 755 /root/prepare`,
    );
    if (code !== 0) throw new Error(output);
  }

  /** Runs a command on the node as root. */
  private async guest(command: string): Promise<string> {
    const { code, output } = await this.cluster.node.run(command);
    return `exit ${code}: ${output}`.trim();
  }

  /** Applies some of the apps, and the objects that belong to no app. */
  private async applies(asked: string, ...names: readonly string[]): Promise<void> {
    const objects = apps(this.registry).filter(({ metadata }) => {
      const name = metadata.labels?.[NAME_LABEL];
      return name === undefined || names.includes(name);
    });
    const file = join(this.folder, 'apps.yaml');
    writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'));
    const answer = await this.cluster.kubectl
      .run('apply', '--server-side', '--validate=strict', '--filename', file)
      .then(() => 'taken')
      .catch((error: Error) => error.message);
    this.report.expect(asked, 'taken', answer);
  }

  private async deletes(namespace: string, ...jobs: readonly string[]): Promise<void> {
    await this.cluster.kubectl.run('delete', 'job', ...jobs, '--namespace', namespace);
  }

  private async logOfJob(app: string): Promise<string> {
    const { kubectl } = this.cluster;
    const isDone = await waitUntil(async () => {
      const [job] = await kubectl.list<Job>('job', app, '--namespace', CLIENTS_NAMESPACE);
      return job?.status.succeeded === 1;
    }, PATIENCE);
    if (!isDone) this.report.say(`${app} has not succeeded after ${PATIENCE} s`);
    return this.log(app, CLIENTS_NAMESPACE);
  }

  /** Waits until an app has failed once, and deletes it. */
  private async fails(app: string, namespace: string, asked: string): Promise<void> {
    let code: number | undefined;
    await waitUntil(async () => {
      const [pod] = await this.podsOf(app, namespace);
      const { state, lastState } = pod?.status.containerStatuses?.[0] ?? {};
      code = (state?.terminated ?? lastState?.terminated)?.exitCode;
      return code !== undefined;
    }, PATIENCE);
    const last = (await this.log(app, namespace)).trim().split('\n').at(-1) ?? '';
    this.report.expect(asked, `exit 1: ${NOT_REACHABLE}`, `exit ${code}: ${last}`);
    await this.deletes(namespace, app);
  }

  private async log(app: string, namespace: string): Promise<string> {
    let text = '';
    await waitUntil(async () => {
      text = await this.cluster.kubectl.run('logs', `job/${app}`, '--namespace', namespace);
      return true;
    }, PATIENCE);
    return text;
  }

  /** @param notIn deleted container, whose state the node may not have updated yet */
  private async carolIs(state: 'ready' | 'not ready', when?: string, notIn?: string): Promise<void> {
    let seen = '';
    await waitUntil(async () => {
      const pod = await this.carol();
      const isReady = pod?.status.containerStatuses?.[0]?.ready === true && container(pod) !== notIn;
      seen = isReady ? 'ready' : 'not ready';
      return seen === state;
    }, PATIENCE);
    this.report.expect(`carol, ready while the TPM works for her${when === undefined ? '' : `, ${when}`}`, state, seen);
  }

  private async carol(): Promise<Pod | undefined> {
    const [pod] = await this.podsOf(CAROL, CLIENTS_NAMESPACE);
    return pod;
  }

  private podsOf(app: string, namespace: string): Promise<Pod[]> {
    return this.cluster.kubectl.list<Pod>('pods', '--selector', `${NAME_LABEL}=${app}`, '--namespace', namespace);
  }

  /** Sorts the lines of a program, because its two outputs are not read in a fixed order. */
  private says(who: string, log: string, expected: readonly string[]): void {
    const lines = log.trim().split('\n').map(plain);
    const isSame = [...lines].sort().join('\n') === [...expected].sort().join('\n');
    this.report.expect(who, expected.join(' / '), (isSame ? expected : lines).join(' / '));
  }

  private secureEdge(...args: readonly string[]): string {
    return secureEdge(this.folder, ...args);
  }

  private get registry(): IdentityRegistry {
    const text = readFileSync(join(this.folder, IdentityRegistry.DEFAULT_FILE), 'utf8');
    return IdentityRegistry.fromJson(text);
  }
}

function container(pod: Pod | undefined): string {
  return pod?.status.containerStatuses?.[0]?.containerID ?? 'none';
}

/** Removes the source position from a line of `parsec-tool`. */
function plain(line: string): string {
  return line.replace(/\[\w+ +[\w:]+\] /, '');
}

/** Returns the lines that the app prints before its keys. */
function greeting(uid: number): string[] {
  return [
    `Running as uid=${uid} gid=${uid} groups=${uid},${GROUP}(parsec)`,
    'Service wire protocol version',
    '1.0',
    'Parsec service is reachable!',
    'List the keys managed by this user..',
  ];
}

function listed(key: string): string {
  return `* ${key} (TPM provider, EccKeyPair { curve_family: SecpR1 }, 256 bits, permitted algorithm: AsymmetricSignature(Ecdsa { hash_alg: Specific(Sha256) }))`;
}

function refusal(use: () => void): string {
  try {
    use();
    return 'nothing was rejected';
  } catch (error) {
    return (error as Error).message;
  }
}
