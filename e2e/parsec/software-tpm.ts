import { chownSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from '../../scripts/demo/wait';
import { Daemon } from '../cluster/daemon';
import { UnixUser } from './unix-user';

const PORT = 2321;
const CONTROL_PORT = 2322;
const USER = new UnixUser(10020);

/** Software TPM 2.0 that listens on a port of this host. */
export class SoftwareTpm {
  /** Address of the TPM, for Parsec and for the TPM's own tools. */
  public static readonly TCTI = `swtpm:host=127.0.0.1,port=${PORT}`;
  /** Folder of the persistent state. */
  public static readonly STATE = '/var/lib/swtpm';

  private daemon?: Daemon;

  /** @param folder folder of the log */
  constructor(private readonly folder: string) {}

  /** Turns the TPM on. Without a state, it is a new TPM. */
  public async start(): Promise<void> {
    mkdirSync(SoftwareTpm.STATE, { recursive: true, mode: 0o700 });
    chownSync(SoftwareTpm.STATE, USER.id, USER.id);
    const [setpriv, ...as] = USER.prefix;
    const tpm = [
      ...['swtpm', 'socket', '--tpm2', '--tpmstate', `dir=${SoftwareTpm.STATE}`, '--server', `type=tcp,port=${PORT}`],
      ...['--ctrl', `type=tcp,port=${CONTROL_PORT}`, '--flags', 'not-need-init,startup-clear'],
    ];
    this.daemon = new Daemon('swtpm', setpriv, [...as, ...tpm], join(this.folder, 'swtpm.log'));
    const isUp = waitUntil(answers, 20, 50);
    if (!(await Promise.race([isUp, this.daemon.untilEnd()]))) throw new Error('swtpm is not listening');
  }

  /** Turns the TPM off. */
  public async cut(): Promise<void> {
    await this.daemon?.kill();
  }

  /** Makes the TPM save its memory, and turns it off, as a host does at shutdown. */
  public async shutDown(): Promise<void> {
    this.tool(USER, 'tpm2_shutdown', '--clear');
    await this.cut();
  }

  /** Runs one of the TPM's own tools. @returns the output @throws Error if the tool fails */
  public tool(as: UnixUser, ...command: string[]): string {
    const { code, stdout, stderr } = as.run(command, { TPM2TOOLS_TCTI: SoftwareTpm.TCTI });
    if (code !== 0) throw new Error(`${command.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }

  /** Returns the number of failed attempts. At its limit, the TPM rejects every signature. */
  public get failedTries(): number {
    const properties = this.tool(USER, 'tpm2_getcap', 'properties-variable');
    return Number(/^TPM2_PT_LOCKOUT_COUNTER: (\w+)$/m.exec(properties)?.[1]);
  }
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(CONTROL_PORT, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
