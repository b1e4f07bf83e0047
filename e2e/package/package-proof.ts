import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../scripts/demo/wait';
import type { Report } from '../cluster/report';
import { secureEdge } from '../parsec/secure-edge';
import type { KubeletPod, Machine } from './machine';
import { APP, MACHINE, Packages } from './packages';

/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;
const KEYS = '/etc/secure-edge/packages';
const STATE = '/var/lib/secure-edge/packages';
const INSTALL = `--machine ${MACHINE} --key ${KEYS}/key --kubernetes 1.37`;
const VERIFIED = `${INSTALL} --verify ${KEYS}/trusted.pub.pem`;

/** Installs packages on a machine whose kubelet runs without an API server, and checks the results. */
export class PackageProof {
  private readonly packages: Packages;

  constructor(
    private readonly machine: Machine,
    private readonly report: Report,
    private readonly folder: string,
  ) {
    this.packages = new Packages(folder);
  }

  public async run(): Promise<void> {
    await this.isUp();
    await this.commissions();
    await this.installs();
    await this.installsAgain();
    await this.refuses();
    await this.rollsBack();
    await this.bootInstalls();
    await this.manages();
  }

  private async isUp(): Promise<void> {
    const isUp = await waitUntil(async () => {
      const answer = await this.machine.run('ctr version >/dev/null 2>&1 && echo up').catch(() => '');
      return answer === 'exit 0: up';
    }, PATIENCE);
    if (!isUp) throw new Error(`the machine is not up after ${PATIENCE} s`);
    this.report.say('the container runtime of the machine answers');
  }

  private async commissions(): Promise<void> {
    const { report, machine, folder } = this;
    const script = join(folder, 'commission');
    writeFileSync(script, secureEdge(folder, 'gateway', 'packages', MACHINE, '--verify', this.packages.signer));
    await machine.bring(script, '/root');
    const [difference = ''] = (await machine.run('sh /root/commission --check')).split('\n');
    report.expect(
      'the script with --check, before',
      `exit 1: differs: folder ${KEYS} is missing, wanted 0:0 755`,
      difference,
    );
    const done = await machine.run('sh /root/commission');
    report.expect('the script', 'exit 0', done.split(':')[0]!);
    const publicKey = `${KEYS}/${MACHINE}.pub.pem`;
    report.expect(
      'it names the public key',
      `for the folder of the packager: ${publicKey}`,
      done.split('\n').find((line) => line.startsWith('for the')) ?? done,
    );
    report.expect(
      'the script with --check, after',
      'exit 0: all is as wanted',
      await machine.run('sh /root/commission --check'),
    );
    report.expect(
      'the key, and its name',
      'exit 0: 600 gateway-7.',
      await machine.run(`stat -c %a ${KEYS}/key | tr '\\n' ' '; cat ${KEYS}/key_name; echo .`),
    );
    this.packages.commit((await machine.run(`cat ${publicKey}`)).replace('exit 0: ', ''));
  }

  private async installs(): Promise<void> {
    const { report, machine } = this;
    await machine.bring(this.packages.hello('1.0', 'of version 1.0'), '/root');
    const install = `secure-edge package install /root/hello-1.0.pkg ${VERIFIED}`;
    const plan = (await machine.run(`${install} --dry-run`))
      .replaceAll(/1\.0-[0-9a-f]{12}/g, '1.0-…')
      .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…')
      .split('\n')
      .slice(1);
    report.expect(
      'install --dry-run',
      PLAN.map((step) => `would ${step}`)
        .concat('hello 1.0: nothing was changed')
        .join(' / '),
      plan.join(' / '),
    );
    report.expect(
      'what is installed then',
      'exit 0:',
      await machine.run(`ls ${STATE}/installed /etc/kubernetes/manifests 2>/dev/null | grep hello || true`),
    );
    const start = performance.now();
    report.expect('install', 'exit 0: hello 1.0: is installed', lastLine(await machine.run(install)));
    report.say(`install took ${Math.round((performance.now() - start) / 1000)} s on the emulated processor`);
    await this.says('of version 1.0', 'install');
    const [hello] = (await machine.node.look()).processes.filter(({ name }) => name === 'hello');
    report.expect(
      'the process of the pod, in the kernel',
      'Uid:65534 CapEff:0000000000000000 NoNewPrivs:1 Seccomp:2',
      hello?.status ?? 'none',
    );
    report.expect('its AppArmor profile', 'cri-containerd.apparmor.d (enforce)', hello?.label ?? 'none');
    const mounts =
      'pid=$(pgrep -x hello) && grep -o " /usr/local/bin/user.txt r[ow]" /proc/$pid/mountinfo && grep -o "^[^-]* / / r[ow]" /proc/$pid/mountinfo | grep -o "r[ow]$"';
    report.expect(
      'its mounts: the file of the package, and its root',
      'exit 0: /usr/local/bin/user.txt ro ro',
      oneLine(await machine.run(mounts)),
    );
  }

  private async installsAgain(): Promise<void> {
    const { report, machine } = this;
    const state = `find ${STATE}/installed/hello /etc/kubernetes/manifests -printf '%p %m %T@ %s\\n' | sort | sha256sum`;
    const before = await machine.run(state);
    const again = await machine.run(`secure-edge package install /root/hello-1.0.pkg ${VERIFIED}`);
    report.expect(
      'install once more',
      'hello 1.0: is already installed, nothing to do',
      lastLine(again).replace('exit 0: ', ''),
    );
    report.expect(
      'files, modes and times then',
      'the same',
      (await machine.run(state)) === before ? 'the same' : 'others',
    );
  }

  private async refuses(): Promise<void> {
    const { report, machine } = this;
    await machine.bring(this.packages.hello('1.1', 'of nobody', { isSigned: false }), '/root');
    const package11 = 'secure-edge package install /root/hello-1.1.pkg';
    const words = 'exit 2: package "/root/hello-1.1.pkg": ';
    report.expect(
      'install of an unsigned package',
      `${words}is unsigned, but must be signed`,
      await machine.run(`${package11} ${VERIFIED}`),
    );
    report.expect(
      'without a word about who signed it',
      `${words}needs either --verify with the public key of the signer, or --accept-unsigned`,
      await machine.run(`${package11} ${INSTALL}`),
    );
  }

  private async rollsBack(): Promise<void> {
    const { report, machine } = this;
    const before = await this.hello();
    const files = `ls ${STATE}/installed/hello /etc/kubernetes/manifests; cat /etc/kubernetes/manifests/*`;
    const there = await machine.run(files);
    await machine.bring(this.packages.hello('1.2', 'of a broken one', { isBroken: true }), '/root');
    const failed = await machine.run(`secure-edge package install /root/hello-1.2.pkg ${VERIFIED}`);
    const message =
      /exit (\d).*could not (load) .*; (everything was undone)$/s.exec(failed)?.slice(1).join(', ') ?? failed;
    report.expect('install of an image that containerd does not take', '1, load, everything was undone', message);
    report.expect(
      'folders and static pods then',
      'the same',
      (await machine.run(files)) === there ? 'the same' : 'others',
    );
    report.expect(
      'the container then',
      'the same',
      container(await this.hello()) === container(before) ? 'the same' : 'another',
    );
    await this.says('of version 1.0', 'the failure');
  }

  private async bootInstalls(): Promise<void> {
    const { report, machine } = this;
    await machine.run(`printf '%s' '--kubernetes 1.37' >${KEYS}/options; mv /root/hello-1.2.pkg ${STATE}/due/`);
    await machine.bring(this.packages.hello('2.0', 'of version 2.0'), `${STATE}/due`);
    const boot = 'cat /proc/sys/kernel/random/boot_id';
    const before = await machine.run(boot);
    await machine.run('(sleep 1; systemctl reboot) >/dev/null 2>&1 &');
    report.say('the machine boots again, with two packages due');
    await waitUntil(async () => (await machine.run(boot).catch(() => before)) !== before, PATIENCE);
    await this.isUp();
    await this.says('of version 2.0', 'the boot');
    report.expect('what is due then', 'exit 0:', await machine.run(`ls ${STATE}/due`));
    report.expect(
      'what is set aside',
      'exit 0: hello-1.2.pkg hello-1.2.pkg.error',
      oneLine(await machine.run(`ls ${STATE}/failed`)),
    );
    const journal = await machine.run('journalctl --unit secure-edge-packages --boot --output cat');
    for (const words of ['everything was undone', 'hello 2.0: is installed, replaces 1.0'])
      report.expect('the journal of the unit', words, journal.includes(words) ? words : journal);
    report.expect(
      'the versions that are kept',
      'exit 0: 1.0-… 2.0-… installed.json',
      oneLine(await machine.run(`ls ${STATE}/installed/hello`)).replaceAll(/-[0-9a-f]{12}/g, '-…'),
    );
  }

  private async manages(): Promise<void> {
    const { report, machine } = this;
    const edge = (command: string): Promise<string> => machine.run(`secure-edge package ${command}`);
    const status = `status ${APP} --kubelet ${machine.kubeletAddress}`;
    report.expect('list', 'exit 0: hello 2.0', (await edge('list')).split('\n')[0] ?? '');
    const isRunning = await waitUntil(
      async () => (await edge(status)).includes('pod default/hello: running'),
      PATIENCE,
    );
    report.expect('status, by the kubelet', 'running', isRunning ? 'running' : await edge(status));
    report.expect('stop', 'exit 0: hello 2.0: is stopped', lastLine(await edge(`stop ${APP}`)));
    const isGone = await waitUntil(async () => (await this.hello()) === undefined, PATIENCE);
    report.expect('the pod then', 'gone', isGone ? 'gone' : 'there');
    report.expect('status', 'exit 0', (await edge(status)).split(':')[0] ?? '');
    report.expect('start', 'exit 0: hello 2.0: is started', lastLine(await edge(`start ${APP}`)));
    await this.says('of version 2.0', 'the start');
    report.expect('rollback', 'exit 0: hello 1.0: is rolled back', lastLine(await edge(`rollback ${APP}`)));
    await this.says('of version 1.0', 'the rollback');
    report.expect('remove', 'exit 0: hello 1.0: is removed', lastLine(await edge(`remove ${APP}`)));
    report.expect(
      'files, static pods and images then',
      'exit 0: 0',
      await machine.run(
        `(ls ${STATE}/installed /etc/kubernetes/manifests; ctr --namespace k8s.io images list --quiet) | grep -c hello || true`,
      ),
    );
  }

  /** Waits until the server returns the package's file. */
  private async says(text: string, after: string): Promise<void> {
    let answer = '';
    await waitUntil(async () => {
      const ip = (await this.hello())?.status.podIP;
      if (ip === undefined) return false;
      const ask = `printf 'GET /userfile HTTP/1.0\\r\\n\\r\\n' | socat -T 20 - TCP:${ip}:8080 | tail -n 1`;
      answer = (await this.machine.run(ask).catch(() => '')).replace('exit 0: ', '');
      return answer.includes(text);
    }, PATIENCE);
    this.report.expect(`the server, after ${after}: its file`, text, answer.includes(text) ? text : answer);
  }

  private async hello(): Promise<KubeletPod | undefined> {
    return (await this.machine.pods()).find(({ metadata }) => metadata.name.startsWith(APP));
  }
}

const SERVER = 'ghcr.io/cdk8s-secure-edge/hello-user';
const PLAN = [
  `unpack to ${STATE}/installed/hello/1.0-…`,
  `load ${SERVER}:0.1.0, ${SERVER}@sha256:… of ${STATE}/installed/hello/1.0-…/hello.tar`,
  'write the static pod /etc/kubernetes/manifests/hello+default+hello.yaml',
  `record the installation in ${STATE}/installed/hello/installed.json`,
];

function container(pod: KubeletPod | undefined): string {
  const [status] = pod?.status.containerStatuses ?? [];
  return `${status?.containerID} ${status?.restartCount}`;
}

function lastLine(answer: string): string {
  const code = answer.split(':')[0];
  const last = answer.split('\n').at(-1) ?? '';
  return last.startsWith('exit') ? last : `${code}: ${last}`;
}

function oneLine(answer: string): string {
  return answer
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}
