import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryCommand, type CommandResult } from '../../scripts/lib/command';
import { waitUntil } from '../../scripts/demo/wait';
import { PARSEC_USER_ID } from '../../src/host/parsec';
import { ParsecHost } from '../../src/index';
import { Daemon } from '../cluster/daemon';
import { installParsec } from './parsec-programs';
import { secureEdge } from './secure-edge';
import { SoftwareTpm } from './software-tpm';
import { Answer, UnixUser } from './unix-user';

const HOST = ParsecHost.izumaEdge();
/** Path of the service's configuration, as written by `secure-edge gateway`. */
export const CONFIG = '/etc/parsec/config.toml';
const PROVIDER_SETTINGS = '/etc/secure-edge/provider.toml';
const PROGRAMS = '/run/programs';
const READY = 'Parsec is ready';

/** Host that is prepared as a gateway according to the documentation, with Parsec and a software TPM. */
export class GatewayHost {
  /** Folder of the socket. */
  public static readonly SOCKET = HOST.endpoint.replace('unix:', '');
  public static readonly SOCKET_FOLDER = HOST.socketFolder;
  /** Group whose members are clients. */
  public static readonly GROUP = HOST.groupId;

  public readonly tpm: SoftwareTpm;
  private readonly script: string;
  private readonly log: string;
  private daemon?: Daemon;

  /** @param folder folder for the files of the run, including logs */
  constructor(private readonly folder: string) {
    this.tpm = new SoftwareTpm(folder);
    this.script = join(folder, 'prepare');
    this.log = join(folder, 'parsec.log');
    // users other than root run the programs
    mkdirSync(PROGRAMS);
    installParsec(PROGRAMS);
    process.env.PATH = `${PROGRAMS}:${process.env.PATH}`;
  }

  /** Assigns a number to each app, and writes the gateway's script. */
  public registers(...apps: readonly string[]): void {
    for (const app of apps) secureEdge(this.folder, 'identity', 'assign', app);
    writeFileSync(this.script, secureEdge(this.folder, 'gateway'));
    chmodSync(this.script, 0o755);
    mkdirSync('/etc/secure-edge', { recursive: true });
    writeFileSync(PROVIDER_SETTINGS, `tcti = "${SoftwareTpm.TCTI}"\n`);
  }

  /** Runs the gateway's script. */
  public prepare(...args: string[]): CommandResult {
    return tryCommand(this.script, args);
  }

  /** Starts the service in the same way as its unit. @throws Error if the service is not ready in time */
  public async startParsec(): Promise<void> {
    const before = this.readyTimes();
    const [setpriv, ...as] = this.serviceUser.prefix;
    this.daemon = new Daemon('parsec', setpriv, [...as, 'parsec', '--config', CONFIG], this.log);
    const isUp = waitUntil(() => Promise.resolve(this.readyTimes() > before), 20, 50);
    if (!(await Promise.race([isUp, this.daemon.untilEnd()]))) throw new Error(`Parsec is not ready, see ${this.log}`);
  }

  /** Runs the service as a user until it ends. */
  public runParsec(as: UnixUser = this.serviceUser): Answer {
    return as.run(['parsec', '--config', CONFIG]);
  }

  public async stopParsec(): Promise<void> {
    await this.daemon?.stop();
  }

  /** Changes the service's configuration, and makes the service read it again. */
  public async changeConfig(change: (text: string) => string, use: () => Promise<void>): Promise<void> {
    const text = readFileSync(CONFIG, 'utf8');
    writeFileSync(CONFIG, change(text));
    await use();
    writeFileSync(CONFIG, text);
  }

  public reloadParsec(): void {
    this.daemon?.reload();
  }

  /** Stops Parsec and the TPM in this order, and starts them again. */
  public async restart(): Promise<void> {
    await this.stopParsec();
    await this.tpm.shutDown();
    await this.tpm.start();
    await this.startParsec();
  }

  /** Returns the output of the service. */
  public get said(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }

  private get serviceUser(): UnixUser {
    return new UnixUser(PARSEC_USER_ID, [GatewayHost.GROUP]);
  }

  private readyTimes(): number {
    return this.said.split(READY).length - 1;
  }
}
