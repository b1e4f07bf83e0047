import { waitUntil } from '../../scripts/demo/wait';
import type { Report } from '../cluster/report';
import type { KubeletPod, Machine } from './machine';
import { OLD_APP, OldPackages } from './old-packages';
import { MACHINE } from './packages';

/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;
const STATE = '/var/lib/secure-edge/packages';
const ANSWERS = `${STATE}/data/${OLD_APP}/volumes/answers`;
const POD = 'web';
/** Name of the pod with its namespace. */
const FULL_NAME = `${OLD_APP}/${POD}`;
const OPTIONS = `--machine ${MACHINE} --key /etc/secure-edge/packages/key --kubernetes 1.37 --accept-unsigned`;
const ACCEPTED = `--accept host-port:web --accept-privileged ${FULL_NAME}`;

/** Installs packages of container-app-service, which contain only a Compose file, and checks what the kubelet runs. */
export class OldPackageProof {
  private readonly packages: OldPackages;

  constructor(
    private readonly machine: Machine,
    private readonly report: Report,
    folder: string,
  ) {
    this.packages = new OldPackages(folder);
  }

  public async run(): Promise<void> {
    for (const version of ['1', '2']) await this.machine.bring(this.packages.notes(version), '/root');
    await this.refuses();
    await this.plans();
    await this.installs('1', 'is installed');
    await this.answersOutside();
    await this.restartsUnhealthy();
    await this.restartsEnded();
    await this.stopsAndStarts();
    await this.installs('2', 'is installed, replaces 1');
    await this.keepsAnswers('the installation of version 2');
    await this.rollsBack();
    await this.isRemoved();
  }

  private async refuses(): Promise<void> {
    const { report } = this;
    const nameless = await this.install('1', '');
    report.expect(
      'without a name',
      'exit 2, has no name in MANIFEST.JSON: specify it with --name',
      `${exitOf(nameless)}, ${problemOf(nameless)}`,
    );
    const words = `--name ${OLD_APP} --app-version 1`;
    const weak = await this.install('1', words);
    report.expect('its open port', 'exit 1, --accept host-port:web', `${exitOf(weak)}, ${acceptedBy(weak)}`);
    const privileged = await this.install('1', `${words} --accept host-port:web`);
    report.expect(
      'its pod with that port',
      `exit 2, --accept-privileged ${FULL_NAME}`,
      `${exitOf(privileged)}, ${acceptedBy(privileged)}`,
    );
    report.expect(
      'what is installed then',
      'exit 0:',
      await this.machine.run(
        `ls ${STATE}/installed ${STATE}/data /etc/kubernetes/manifests 2>/dev/null | grep ${OLD_APP} || true`,
      ),
    );
  }

  private async plans(): Promise<void> {
    const answer = await this.install('1', `--name ${OLD_APP} --app-version 1 ${ACCEPTED} --dry-run`);
    const lines = answer.replaceAll(/1-[0-9a-f]{12}/g, '1-…').split('\n');
    const losses = lines.flatMap(
      (line) => /^(?:service "(\w+)", )?(\S+) is (\S+): /.exec(line)?.slice(1).join(' ') ?? [],
    );
    this.report.expect(
      'the values that are not converted as they are',
      LOSSES.join(', '),
      losses.map((loss) => loss.trim()).join(', '),
    );
    for (const [service, user] of USERS)
      this.report.expect(
        `the user of ${service}, which the file does not specify`,
        user,
        lines.find((line) => line.startsWith(`service "${service}", user `))?.includes(user) === true ? user : answer,
      );
    const steps = lines.filter((line) => line.startsWith('would '));
    this.report.expect('the steps', PLAN.map((step) => `would ${step}`).join(' / '), steps.join(' / '));
  }

  private async installs(version: string, result: string): Promise<void> {
    const answer = await this.install(version, `--name ${OLD_APP} --app-version ${version} ${ACCEPTED}`);
    this.report.expect(`install of version ${version}`, `exit 0: ${OLD_APP} ${version}: ${result}`, lastLine(answer));
    await this.reads(version, `the installation of version ${version}`);
  }

  private install(version: string, options: string): Promise<string> {
    return this.machine.run(`secure-edge package install /root/${OLD_APP}-${version}.tar.gz ${OPTIONS} ${options}`);
  }

  /** Waits until one service has stored the answer of the other, which it reaches by name. */
  private async reads(version: string, after: string): Promise<void> {
    const wanted = `exit 0: notes of version ${version}`;
    let answer = '';
    await waitUntil(async () => {
      answer = await this.machine.run(`cat ${ANSWERS}/last`).catch(() => '');
      return answer === wanted;
    }, PATIENCE);
    this.report.expect(`the answer of cache that web stored, after ${after}`, wanted, answer);
  }

  private async answersOutside(): Promise<void> {
    const { machine, report } = this;
    const ask = `printf 'GET /first HTTP/1.0\\r\\n\\r\\n' | socat -T 20 - TCP:10.0.2.15:9091 | tail -n 1`;
    report.expect('the open port of web', 'exit 0: notes of version 1', await machine.run(ask));
    let status = '';
    await waitUntil(async () => (status = await this.status()).includes(`pod ${FULL_NAME}: running`), PATIENCE);
    report.expect('status', `exit 0: pod ${FULL_NAME}: running / cache: running / web: running`, status);
  }

  private async restartsUnhealthy(): Promise<void> {
    const { machine } = this;
    await machine.run(`rm -f ${ANSWERS}/last; touch ${ANSWERS}/unhealthy`);
    await this.countsRestarts('cache 0, web 1', 'after web is unhealthy');
    await this.reads('1', 'that');
  }

  private async restartsEnded(): Promise<void> {
    const { machine } = this;
    await machine.run(`pkill -KILL -f 'httpd -f -p 8080'; rm -f ${ANSWERS}/last`);
    await this.countsRestarts('cache 1, web 1', 'after the end of cache');
    await this.reads('1', 'that');
  }

  private async countsRestarts(wanted: string, after: string): Promise<void> {
    let counts = '';
    await waitUntil(async () => {
      const containers = (await this.pod())?.status.containerStatuses ?? [];
      counts = containers
        .map(({ name, restartCount }) => `${name} ${restartCount}`)
        .sort()
        .join(', ');
      return counts === wanted;
    }, PATIENCE);
    this.report.expect(`restarts by the kubelet, ${after}`, wanted, counts);
  }

  private async stopsAndStarts(): Promise<void> {
    const { machine, report } = this;
    report.expect('stop', `exit 0: ${OLD_APP} 1: is stopped`, lastLine(await this.edge(`stop ${OLD_APP}`)));
    await this.isGone('the stop');
    report.expect('status then', `exit 0: pod ${FULL_NAME}: stopped`, await this.status());
    await machine.run(`rm -f ${ANSWERS}/last`);
    report.expect('start', `exit 0: ${OLD_APP} 1: is started`, lastLine(await this.edge(`start ${OLD_APP}`)));
    await this.reads('1', 'the start');
  }

  private async rollsBack(): Promise<void> {
    const { report } = this;
    const older = await this.install('1', `--name ${OLD_APP} --app-version 1 ${ACCEPTED}`);
    report.expect(
      'install of version 1 over version 2',
      'exit 2, --downgrade',
      `${exitOf(older)}, ${acceptedBy(older)}`,
    );
    report.expect('rollback', `exit 0: ${OLD_APP} 1: is rolled back`, lastLine(await this.edge(`rollback ${OLD_APP}`)));
    await this.reads('1', 'the rollback');
    report.expect('list', `exit 0: ${OLD_APP} 1`, (await this.edge('list')).split('\n')[0] ?? '');
  }

  private async isRemoved(): Promise<void> {
    const { machine, report } = this;
    report.expect('remove', `exit 0: ${OLD_APP} 1: is removed`, lastLine(await this.edge(`remove ${OLD_APP}`)));
    await this.isGone('the removal');
    await this.keepsAnswers('the removal');
    await this.installs('2', 'is installed');
    await this.keepsAnswers('the installation that follows');
    const removed = lastLine(await this.edge(`remove ${OLD_APP} --data`));
    report.expect('remove with the data', `exit 0: ${OLD_APP} 2: is removed`, removed);
    const left = `(ls ${STATE}/installed ${STATE}/data /etc/kubernetes/manifests; ctr --namespace k8s.io images list --quiet) | grep -c ${OLD_APP} || true`;
    report.expect('files, data, static pods and images then', 'exit 0: 0', await machine.run(left));
  }

  /** The first answer remains in the volume, also that of an earlier version. */
  private async keepsAnswers(after: string): Promise<void> {
    const first = await this.machine.run(`cat ${ANSWERS}/first`);
    this.report.expect(`the first answer in the volume, after ${after}`, 'exit 0: notes of version 1', first);
  }

  private async isGone(after: string): Promise<void> {
    const isGone = await waitUntil(async () => (await this.pod()) === undefined, PATIENCE);
    this.report.expect(`the pod, after ${after}`, 'gone', isGone ? 'gone' : 'there');
  }

  private edge(words: string): Promise<string> {
    return this.machine.run(`secure-edge package ${words}`);
  }

  /** Returns the exit code and the lines about the pod, without the times. */
  private async status(): Promise<string> {
    const answer = await this.edge(`status ${OLD_APP} --kubelet ${this.machine.kubeletAddress}`);
    const pod = answer.split('\n').filter((line) => line.startsWith('  '));
    return `${exitOf(answer)}: ${pod.map((line) => line.replace(/, \d+ restarts?/, '').trim()).join(' / ')}`;
  }

  private async pod(): Promise<KubeletPod | undefined> {
    return (await this.machine.pods()).find(({ metadata }) => metadata.name.startsWith(`${POD}-`));
  }
}

const LOSSES = [
  'web read_only approximated',
  'web volumes[0] approximated',
  'web volumes[1] approximated',
  'web user approximated',
  'web mem_limit approximated',
  'web healthcheck approximated',
  'cache read_only approximated',
  'cache volumes[0] approximated',
  'cache user approximated',
  'cache mem_limit approximated',
  'networks unsupported',
  'services.web approximated',
  'volumes.answers approximated',
  'version by-design',
];

const USERS = [
  ['web', 'the user of the image, 10021'],
  ['cache', 'the default user, 65532, because the image runs as root'],
] as const;

const INSTALLED = `${STATE}/installed/${OLD_APP}`;
const PLAN = [
  `unpack to ${INSTALLED}/1-…`,
  `load registry.example/notes-cache-amd64:1 of ${INSTALLED}/1-…/cache.tar.gz`,
  `load registry.example/notes-web-amd64:1 of ${INSTALLED}/1-…/web.tar.gz`,
  `create the data folder ${ANSWERS}`,
  `write the static pod /etc/kubernetes/manifests/${OLD_APP}+${OLD_APP}+${POD}.yaml`,
  `record the installation in ${INSTALLED}/installed.json`,
];

function exitOf(answer: string): string {
  return answer.split(':')[0] ?? '';
}

/** Returns the last option that a message names. */
function acceptedBy(answer: string): string {
  return [...answer.matchAll(/--(?:accept\S*|downgrade)(?: [a-z]\S*)?/g)].at(-1)?.[0] ?? answer;
}

function problemOf(answer: string): string {
  return answer.split(': ').slice(-2).join(': ');
}

function lastLine(answer: string): string {
  const last = answer.split('\n').at(-1) ?? '';
  return last.startsWith('exit') ? last : `${exitOf(answer)}: ${last}`;
}
