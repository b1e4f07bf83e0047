import { waitUntil } from '../../scripts/demo/wait';
import type { Report } from '../cluster/report';
import type { Machine } from './machine';
import { OLD_APP, OldPackages } from './old-packages';
import { MACHINE } from './packages';

/** Seconds to wait, on one slow emulated processor. */
const PATIENCE = 600;
const STATE = '/var/lib/secure-edge/packages';
const ANSWER = `${STATE}/data/${OLD_APP}/volumes/answers/last`;

/** Installs packages of the old service, which contain only a Compose file, and checks what the kubelet runs. */
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
    await this.installs('1');
    await this.restarts();
    await this.installs('2');
    await this.rollsBack();
    await this.isRemoved();
  }

  private async installs(version: string): Promise<void> {
    const { machine, report } = this;
    await machine.bring(this.packages.notes(version), '/root');
    const options = `--machine ${MACHINE} --key /etc/secure-edge/packages/key --kubernetes 1.37 --accept-unsigned`;
    const file = `/root/notes-${version}.tar.gz`;
    const nameless = await machine.run(`secure-edge package install ${file} ${options}`);
    report.expect('install without a name', 'exit 2', nameless.split(':')[0] ?? '');
    const answer = await machine.run(
      `secure-edge package install ${file} ${options} --name ${OLD_APP} --app-version ${version}`,
    );
    report.expect(
      `install of version ${version} of a package with only a Compose file`,
      `exit 0 ${OLD_APP} ${version}: is installed`,
      `${answer.split(':')[0]} ${answer.split('\n').at(-1)}`,
    );
    await this.reads(version, `the installation of version ${version}`);
  }

  /** Waits until a service has stored the answer of the other, which it reaches by name. */
  private async reads(version: string, after: string): Promise<void> {
    let answer = '';
    await waitUntil(async () => {
      answer = await this.machine.run(`cat ${ANSWER}`).catch(() => '');
      return answer === `exit 0: notes of version ${version}`;
    }, PATIENCE);
    this.report.expect(
      `the answer that one service stored of the other, after ${after}`,
      `exit 0: notes of version ${version}`,
      answer,
    );
  }

  private async restarts(): Promise<void> {
    const { machine, report } = this;
    await machine.run(`rm -f ${ANSWER}; pkill -f 'httpd -f -p 8080'`);
    await this.reads('1', 'the end of the server');
    const pods = await machine.pods();
    const counts = pods
      .filter(({ metadata }) => metadata.name.startsWith('site'))
      .flatMap(({ status }) => (status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
    report.expect('restarts of the two containers', '0 1', counts.sort((a, b) => a - b).join(' '));
  }

  private async rollsBack(): Promise<void> {
    const answer = await this.machine.run(`secure-edge package rollback ${OLD_APP}`);
    this.report.expect(
      'rollback',
      `${OLD_APP} 1: is rolled back`,
      answer
        .split('\n')
        .at(-1)
        ?.replace(/^exit 0: /, '') ?? '',
    );
    await this.reads('1', 'the rollback');
  }

  private async isRemoved(): Promise<void> {
    const { machine, report } = this;
    const answer = await machine.run(`secure-edge package remove ${OLD_APP} --data`);
    report.expect('remove with its data', 'exit 0', answer.split(':')[0] ?? '');
    const isGone = await waitUntil(
      async () => !(await machine.pods()).some(({ metadata }) => metadata.name.startsWith('site')),
      PATIENCE,
    );
    report.expect('the pod then', 'gone', isGone ? 'gone' : 'there');
    report.expect('the data then', 'exit 0: 0', await machine.run(`ls ${STATE}/data | grep -c ${OLD_APP} || true`));
  }
}
