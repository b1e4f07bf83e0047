import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../scripts/demo/wait';
import { Daemon } from '../cluster/daemon';

/** Software TPM 2.0 that is the TPM of an emulated machine. */
export class MachineTpm {
  /** @param folder absolute path of the folder for the TPM's persistent state and its log */
  public static async start(folder: string): Promise<MachineTpm> {
    const state = join(folder, 'tpm');
    const socket = join(folder, 'tpm.sock');
    mkdirSync(state, { mode: 0o700 });
    const args = ['socket', '--tpm2', '--tpmstate', `dir=${state}`, '--ctrl', `type=unixio,path=${socket}`];
    const daemon = new Daemon('swtpm', 'swtpm', args, join(folder, 'swtpm.log'));
    const isUp = waitUntil(() => Promise.resolve(existsSync(socket)), 20, 50);
    if (!(await Promise.race([isUp, daemon.untilEnd()]))) throw new Error('swtpm is not listening');
    return new MachineTpm(socket, daemon);
  }

  private constructor(
    private readonly socket: string,
    private readonly daemon: Daemon,
  ) {}

  /** Arguments of QEMU that connect the TPM to the machine. */
  public get devices(): string[] {
    return [
      ...['-chardev', `socket,id=tpm-socket,path=${this.socket}`],
      ...['-tpmdev', 'emulator,id=tpm0,chardev=tpm-socket', '-device', 'tpm-tis,tpmdev=tpm0'],
    ];
  }

  /** @throws Error if the TPM ends */
  public async untilEnd(): Promise<never> {
    return this.daemon.untilEnd();
  }

  public async stop(): Promise<void> {
    await this.daemon.stop();
  }
}
