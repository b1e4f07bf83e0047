import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { waitUntil } from '../../scripts/demo/wait';
import { Report } from '../cluster/report';
import { Cluster } from './cluster';
import { NODE } from './control-plane';
import {
  dataManifests,
  DATA_NAMESPACE,
  DEVICE,
  deviceManifests,
  DEVICES_NAMESPACE,
  LAN_NAMESPACE,
  LAN_PORT,
  mountedDevice,
  lanManifests,
  policyRights,
} from './edge-task-apps';
import { POLICIES } from './edge-task-node';

/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;
/** Seconds that a machine waits for an answer. */
const LONGEST_ANSWER = 10;

interface NodeObject {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Checks tasks of the guide on a real kubelet: a device, data through an update, and a port on the network of the gateway. */
export class EdgeTasksProof {
  constructor(
    private readonly cluster: Cluster,
    private readonly report: Report,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    await this.nodeIsReady();
    await this.devices();
    await this.data();
    await this.lanPort();
  }

  private async nodeIsReady(): Promise<void> {
    const isReady = await waitUntil(async () => {
      const [node] = await this.cluster.kubectl.list<NodeObject>('nodes');
      return node?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
    }, PATIENCE);
    if (!isReady) throw new Error(`no node is ready after ${PATIENCE} s`);
  }

  private async devices(): Promise<void> {
    await this.applied('the device plugin and its app', 'devices', deviceManifests());
    await this.says(
      'the app with the device of the plugin',
      DEVICES_NAMESPACE,
      'deployment/reader',
      `opened ${DEVICE}`,
    );
    // the pod needs the service account that a controller creates in the new namespace
    await waitUntil(async () => (await this.answerOf('mounted', [mountedDevice()])) === 'taken', PATIENCE);
    const refused = `open ${DEVICE}: operation not permitted`;
    await this.says('the pod that only mounts the device', 'device-plugins', 'pod/mounted', refused);
  }

  private async data(): Promise<void> {
    await this.applied('version 1 of an app with data', 'data-1', dataManifests('1'));
    await this.says('version 1 with its data', DATA_NAMESPACE, 'deployment/history', String.raw`alone: "1\n"`);
    await this.applied('version 2 of the app', 'data-2', dataManifests('2'));
    await this.says(
      'version 2 with the data of version 1',
      DATA_NAMESPACE,
      'deployment/history',
      String.raw`alone: "1\n2\n"`,
    );
  }

  /** Connects from two machines on networks of the gateway, before and after the node applies network policies. */
  private async lanPort(): Promise<void> {
    await this.applied('an app with a port of its gateway', 'lan', lanManifests());
    const isReady = await waitUntil(async () => (await this.answerTo('allowed')) !== '', PATIENCE);
    this.report.expect('the port of the gateway', 'answers', isReady ? 'answers' : 'silent');
    this.report.expect(
      'a client of another network, without network policies',
      '192.168.20.2',
      await this.answerTo('refused'),
    );
    await this.applied('the rights of the network policies', 'rights', policyRights());
    await this.cluster.node.run(
      `setsid ${POLICIES} /node/kubeconfig.json ${NODE} </dev/null >/node/policies/log 2>&1 &`,
    );
    const isClosed = await waitUntil(async () => (await this.answerTo('refused')) === '', PATIENCE);
    this.report.expect('a client of another network', 'no answer', isClosed ? 'no answer' : 'an answer');
    this.report.expect('a client of the allowed network', '192.168.10.2', await this.answerTo('allowed'));
    const { output } = await this.cluster.node.run('tail -n 20 /node/policies/log');
    this.report.say(`${LAN_NAMESPACE}: the log of the network policies ends with ${output}`);
  }

  /** Returns the address that the app sees of a machine. Empty if it does not answer. */
  private async answerTo(machine: 'allowed' | 'refused'): Promise<string> {
    const gateway = machine === 'allowed' ? '192.168.10.1' : '192.168.20.1';
    const client = `busybox nc -w ${LONGEST_ANSWER} ${gateway} ${LAN_PORT} </dev/null`;
    const { output } = await this.cluster.node.run(`ip netns exec ${machine} timeout ${LONGEST_ANSWER} ${client}`);
    return /^[\d.]+$/m.exec(output)?.[0] ?? '';
  }

  /** Waits for a line in the log of the newest pod. */
  private async says(asked: string, namespace: string, workload: string, line: string): Promise<void> {
    let log = '';
    await waitUntil(async () => {
      log = await this.cluster.kubectl.run('logs', workload, '--namespace', namespace).catch(() => '');
      return log.split('\n').includes(line);
    }, PATIENCE);
    this.report.expect(asked, line, log.trim() || 'no line');
  }

  private async applied(asked: string, name: string, objects: readonly unknown[]): Promise<void> {
    this.report.expect(asked, 'taken', await this.answerOf(name, objects));
  }

  /** Returns the answer of the server to objects that are applied with strict validation. */
  private answerOf(name: string, objects: readonly unknown[]): Promise<string> {
    const file = join(this.folder, `${name}.yaml`);
    writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'));
    return this.cluster.kubectl
      .run('apply', '--server-side', '--validate=strict', '--filename', file)
      .then(() => 'taken')
      .catch((error: Error) => error.message);
  }
}
