import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEMO_NAMESPACES, LOADER, LOADER_NAMESPACE } from '../../src/demo/names';
import { Variant, VARIANTS } from '../../scripts/demo/outcome';
import { ConfigMapData } from '../../scripts/demo/profile-names';
import { Progress, waitUntil } from '../../scripts/demo/wait';
import { objectsOf, ROOT } from '../../scripts/lib/repository';
import { Report } from '../cluster/report';
import { Cluster } from './cluster';
import { ConfinementWatch, isServer } from './confinement-watch';
import { isReady, ofVariant, Pod, processesOf, shown, waitingReason } from './variant-pods';

const MANIFESTS = 'dist/demo.k8s.yaml';
const PROFILES = ['armored-hello-denied (enforce)', 'armored-hello-user (enforce)'];
/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;

interface NodeObject {
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo: Readonly<Record<string, string>>;
  };
}

/** Expected state of each variant's process in the kernel: its profile and its status. */
const RUNTIME_DEFAULT = 'cri-containerd.apparmor.d (enforce)';
const NO_RIGHTS = 'Uid:65534 CapEff:0000000000000000 NoNewPrivs:1 Seccomp:2';
const PROCESSES: Readonly<Record<Variant, string>> = {
  // the only capability is DAC_OVERRIDE
  'hello-root': `${RUNTIME_DEFAULT} Uid:0 CapEff:0000000000000002 NoNewPrivs:1 Seccomp:2`,
  'hello-user': `${RUNTIME_DEFAULT} ${NO_RIGHTS}`,
  'hello-override': `${RUNTIME_DEFAULT} ${NO_RIGHTS}`,
  'armored-hello-user': `armored-hello-user (enforce) ${NO_RIGHTS}`,
  'armored-hello-denied': `armored-hello-denied (enforce) ${NO_RIGHTS}`,
};
/** Expected state of the loader's process. Its only capability is MAC_ADMIN. */
const LOADER_PROCESS = 'unconfined Uid:0 CapEff:0000000200000000 NoNewPrivs:1 Seccomp:2';

const ARMORED = VARIANTS.filter((variant) => variant.startsWith('armored-'));
const OPEN = VARIANTS.filter((variant) => !ARMORED.includes(variant));

/** Profile whose text is changed while a server runs under it. */
const CHANGED: Variant = 'armored-hello-denied';
const SAME = 'the same as before';

/** Runs the commands of the demo as a user, and checks the cluster and the kernel of its node. */
export class DemoProof {
  constructor(
    private readonly cluster: Cluster,
    private readonly report: Report,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    await this.nodeIsReady();
    const watch = new ConfinementWatch(() => this.cluster.node.look());
    await this.worstOrder();
    await this.theProcesses();
    await this.validates('the five variants answer as expected');
    await this.loaderStopsAndComesBack();
    await this.aTextChanges();
    await this.tearsDown();
    await this.deploys('all at once, as a user deploys');
    await this.theProcesses();
    await this.validates('the five variants answer as expected, deployed all at once');
    await this.tearsDown();
    await watch.stop();
    const none = `none in ${watch.looks} looks at the kernel`;
    const seen = watch.looks === 0 ? 'nobody looked' : [...watch.unconfined].join(', ');
    this.report.expect('servers seen unconfined, in all this time', none, seen || none);
  }

  private async nodeIsReady(): Promise<void> {
    const { kubectl } = this.cluster;
    let node: NodeObject | undefined;
    const isReady = await waitUntil(async () => {
      [node] = await kubectl.list<NodeObject>('nodes');
      return node?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
    }, PATIENCE);
    if (!isReady) throw new Error(`no node is ready after ${PATIENCE} s`);
    const { kubeletVersion, containerRuntimeVersion, kernelVersion, osImage } = node?.status.nodeInfo ?? {};
    const server = JSON.parse(await kubectl.run('version', '-o', 'json')) as { serverVersion: { gitVersion: string } };
    this.report.say(
      `Kubernetes ${server.serverVersion.gitVersion}, kubelet ${kubeletVersion}, ${containerRuntimeVersion}, Linux ${kernelVersion}, ${osImage}`,
    );
  }

  /** Starts the servers before the loader: servers with a profile must wait, and the others must not. */
  private async worstOrder(): Promise<void> {
    const ofLoader = (object: Record<string, unknown>): boolean => {
      const { name, namespace = name } = object.metadata as { name: string; namespace?: string };
      return namespace === LOADER_NAMESPACE;
    };
    const apps = objectsOf(MANIFESTS).filter((object) => !ofLoader(object));
    const file = join(this.folder, 'apps.yaml');
    writeFileSync(file, apps.map((object) => stringify(object)).join('---\n'));
    await this.apply(`the servers of ${MANIFESTS} without the loader, fields checked strictly`, file);

    const progress = new Progress();
    await waitUntil(async () => {
      const pods = await this.servers();
      for (const variant of VARIANTS)
        progress.say(variant, isReady(pods, variant) ? 'ready' : (waitingReason(pods, variant) ?? 'not ready'));
      return OPEN.every((v) => isReady(pods, v)) && ARMORED.every((v) => waitingReason(pods, v) !== undefined);
    }, PATIENCE);
    const pods = await this.servers();
    for (const variant of OPEN)
      this.report.expect(`${variant} before the loader`, 'ready', isReady(pods, variant) ? 'ready' : 'not ready');
    for (const variant of ARMORED) {
      const expected = `CreateContainerError, apparmor profile not found ${variant}`;
      const got = waitingReason(pods, variant) ?? 'not waiting';
      const isExpected = expected.split(', ').every((part) => got.includes(part));
      this.report.expect(`${variant} before the loader`, expected, isExpected ? expected : got);
    }
    await this.deploys('with the loader last');
    await this.apply(
      `all of ${MANIFESTS} once more, fields checked strictly`,
      join(ROOT, MANIFESTS),
      '--dry-run=server',
    );
  }

  private async apply(asked: string, file: string, ...options: string[]): Promise<void> {
    const args = ['--server-side', '--force-conflicts', '--field-manager=cdk8s-secure-edge-demo', '--validate=strict'];
    const answer = await this.cluster.kubectl
      .run('apply', ...args, ...options, '--filename', file)
      .then(() => 'taken')
      .catch((error: Error) => error.message);
    this.report.expect(asked, 'taken', answer);
  }

  private async deploys(how: string): Promise<void> {
    const { code, seconds } = await this.cluster.npmRun('demo:deploy', '--timeout', String(PATIENCE));
    this.report.say(`npm run demo:deploy took ${seconds} s`);
    this.report.expect(`npm run demo:deploy, ${how}`, 'exit code 0', `exit code ${code}`);
  }

  private async validates(asked: string): Promise<void> {
    const { code, output, seconds } = await this.cluster.npmRun('demo:validate');
    this.report.say(`npm run demo:validate took ${seconds} s`);
    const rows = VARIANTS.filter((variant) => new RegExp(`^${variant} .*[^ ]$`, 'm').test(output));
    this.report.expect(
      `npm run demo:validate: ${asked}`,
      `exit code 0, ${VARIANTS.length} rows`,
      `exit code ${code}, ${rows.length} rows`,
    );
  }

  /** Checks the state in the kernel, not the manifests. */
  private async theProcesses(): Promise<void> {
    const { profiles, processes } = await this.cluster.node.look();
    this.report.expect('profiles of the demo in the kernel', PROFILES.join(', '), profilesOfDemo(profiles));
    const pods = await this.servers();
    for (const variant of VARIANTS) {
      const got = ofVariant(pods, variant).flatMap((pod) => processesOf(pod, processes).map(shown));
      this.report.expect(`the process of ${variant}`, PROCESSES[variant], got.join(' and ') || 'none');
      const restarts = ofVariant(pods, variant).map((pod) => pod.status.containerStatuses?.[0]?.restartCount);
      this.report.expect(`restarts of ${variant}`, '0', restarts.join(' and '));
    }
    const [loader] = await this.pods(LOADER_NAMESPACE);
    const got = processesOf(loader!, processes).filter(({ name }) => name.startsWith('apparmor-loade'));
    this.report.expect('the process of the loader', LOADER_PROCESS, [...new Set(got.map(shown))].join(' and '));
  }

  private async loaderStopsAndComesBack(): Promise<void> {
    const { kubectl, node } = this.cluster;
    const before = await this.containers();
    await kubectl.run('delete', 'daemonset', LOADER, '--namespace', LOADER_NAMESPACE, '--wait=false');
    await waitUntil(async () => (await this.pods(LOADER_NAMESPACE)).length === 0, PATIENCE);
    const { profiles, processes } = await node.look();
    this.report.expect('profiles after the loader is gone', PROFILES.join(', '), profilesOfDemo(profiles));
    const labels = processes.filter(isServer).map(({ label }) => label);
    this.report.expect(
      'what the servers run under after the loader is gone',
      [...PROFILES, RUNTIME_DEFAULT, RUNTIME_DEFAULT, RUNTIME_DEFAULT].join(', '),
      labels.sort().join(', '),
    );
    await this.validates('the same answers without a loader');
    await this.deploys('another loader for running servers');
    await this.theProcesses();
    this.report.expect('containers of the servers', SAME, before === (await this.containers()) ? SAME : 'others');
  }

  /** Makes a loaded profile weaker, and restores it. Each text applies to running processes at once. */
  private async aTextChanges(): Promise<void> {
    const { kubectl } = this.cluster;
    const before = await this.containers();
    const name = `${LOADER}-${CHANGED}`;
    const [map] = await kubectl.list<ConfigMapData>('configmaps', name, '--namespace', LOADER_NAMESPACE);
    const weaker = map!.data?.[CHANGED]?.replace(/^ *deny .*cpuinfo.*\n/m, '');
    const change = JSON.stringify({ data: { [CHANGED]: weaker } });
    await kubectl.run('patch', 'configmap', name, '--namespace', LOADER_NAMESPACE, '--type=merge', '--patch', change);
    await this.replaced(1);
    const { code, output } = await this.cluster.npmRun('demo:validate');
    const difference = `${CHANGED} /procfile: expected denied, got ok`;
    const found = output
      .trimEnd()
      .split('\n')
      .filter((line) => line.includes(': expected '));
    this.report.expect(
      'npm run demo:validate, the profile without its rule for /proc/cpuinfo',
      `exit code 1, ${difference}`,
      [`exit code ${code}`, ...found].join(', '),
    );
    await this.deploys('which puts the profile back');
    await this.replaced(2);
    await this.validates('the answers as before');
    this.report.expect('containers of the servers', SAME, before === (await this.containers()) ? SAME : 'others');
  }

  /** Waits until the loader has read a number of changes. The kubelet updates the folder within two minutes. */
  private async replaced(times: number): Promise<void> {
    const line = `${CHANGED}: replaced: its text changed`;
    const start = performance.now();
    const isSeen = await waitUntil(async () => {
      const log = await this.cluster.kubectl.run('logs', `daemonset/${LOADER}`, '--namespace', LOADER_NAMESPACE);
      return log.split('\n').filter((text) => text === line).length >= times;
    }, PATIENCE);
    this.report.say(`the loader took ${Math.round((performance.now() - start) / 1000)} s to see the change`);
    this.report.expect('a changed text', line, isSeen ? line : 'not seen');
  }

  private async tearsDown(): Promise<void> {
    const { code, seconds } = await this.cluster.npmRun('demo:teardown', '--timeout', String(PATIENCE));
    this.report.say(`npm run demo:teardown took ${seconds} s`);
    this.report.expect('npm run demo:teardown', 'exit code 0', `exit code ${code}`);
    const { profiles, processes } = await this.cluster.node.look();
    this.report.expect('profiles of the demo after it', 'none', profilesOfDemo(profiles) || 'none');
    const foreign = profiles.includes(RUNTIME_DEFAULT) ? 'there' : 'gone';
    this.report.expect("the runtime's own profile after it", 'there', foreign);
    this.report.expect('servers after it', '0', String(processes.filter(isServer).length));
    const namespaces = await this.cluster.kubectl.names('namespaces', ...DEMO_NAMESPACES, LOADER_NAMESPACE);
    this.report.expect('namespaces after it', 'none', namespaces.join(', ') || 'none');
  }

  private async containers(): Promise<string> {
    const pods = await this.servers();
    return pods
      .map(({ status }) => status.containerStatuses?.[0]?.containerID)
      .sort()
      .join(' ');
  }

  /** Returns the pods of all variants. */
  private async servers(): Promise<Pod[]> {
    return (await Promise.all(DEMO_NAMESPACES.map((namespace) => this.pods(namespace)))).flat();
  }

  private pods(namespace: string): Promise<Pod[]> {
    return this.cluster.kubectl.list<Pod>('pods', '--namespace', namespace);
  }
}

function profilesOfDemo(profiles: readonly string[]): string {
  return profiles
    .filter((profile) => profile.startsWith('armored-'))
    .sort()
    .join(', ');
}
