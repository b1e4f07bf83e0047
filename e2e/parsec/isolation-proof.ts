import { constants, createVerify, publicEncrypt, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { waitUntil } from '../../scripts/demo/wait';
import { PARSEC_ADMIN_USER_ID } from '../../src/host/parsec';
import { ParsecProof, Target } from '../../src/index';
import { Report } from '../cluster/report';
import { Client, said } from './client';
import { GatewayHost } from './gateway-host';
import { SoftwareTpm } from './software-tpm';
import { TpmKeyProof } from './tpm-key-proof';
import { UnixUser } from './unix-user';
import { ask, Request } from './wire';

const APPS = ['bob', 'alice'];
const [BOB, ALICE] = [10000, 10001];

/** Texts of the status codes in Parsec's protocol. */
const STATUS: Readonly<Record<number, string>> = { 0: 'success', 11: 'authentication error', 19: 'not authenticated' };
const CORE_PROVIDER = 0;
const TPM_PROVIDER = 3;
const LIST_KEYS = 0x1a;
const ASYMMETRIC_DECRYPT = 0x0b;

const KEY =
  '(TPM provider, EccKeyPair { curve_family: SecpR1 }, 256 bits, permitted algorithm: AsymmetricSignature(Ecdsa { hash_alg: Specific(Sha256) }))';
const SIGN = ['sign', '--key-name', 'app-key', 'hello'];
const NOT_FOUND =
  'exit 1: Subcommand failed: one of the resources required in the operation was not found (ParsecClientError(Client(NotFound)))';
const UNREACHABLE = 'exit 1: Error spinning up the BasicClient: the socket address provided in the URL is not valid';
const NO_ADMIN =
  'exit 1: Subcommand failed: the operation requires admin privilege (ParsecClientError(Service(AdminOperation)))';
const TPM_FAILS =
  'exit 1: Subcommand failed: there was a communication failure inside the implementation (ParsecClientError(Service(PsaErrorCommunicationFailure)))';
const ANOTHER_PEER =
  'exit 1: Subcommand failed: authentication failed (ParsecClientError(Service(AuthenticationError)))';

/** Encryption schemes for a key in the TPM, with their names in the key's policy. */
interface Encryption {
  readonly name: string;
  readonly options: readonly string[];
  readonly padding: number;
  /** Algorithm in a request, in protocol buffers. */
  readonly algorithm: Buffer;
}

const PKCS1: Encryption = {
  name: 'RSA PKCS#1 v1.5',
  options: [],
  padding: constants.RSA_PKCS1_PADDING,
  algorithm: field(1, Buffer.alloc(0)),
};
const SHA256_IN_PARSEC = 7;
const OAEP: Encryption = {
  name: 'RSA OAEP with SHA-256',
  options: ['--oaep'],
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  algorithm: field(2, Buffer.from([(1 << 3) | 0, SHA256_IN_PARSEC])),
};

interface Exec {
  readonly command: readonly string[];
}

/** Checks which user can use which keys of the real Parsec, and what happens to the keys. */
export class IsolationProof {
  private readonly host: GatewayHost;
  private readonly bob = new Client('Bob', new UnixUser(BOB, [GatewayHost.GROUP]));
  private readonly alice = new Client('Alice', new UnixUser(ALICE, [GatewayHost.GROUP]));
  private readonly outsider = new Client('who is not in the group', new UnixUser(10005));
  private readonly root = new Client('root', new UnixUser(0));
  private readonly admin = new Client('the administrator', new UnixUser(PARSEC_ADMIN_USER_ID, [GatewayHost.GROUP]));

  constructor(
    private readonly report: Report,
    folder: string,
  ) {
    this.host = new GatewayHost(folder);
  }

  public async run(): Promise<void> {
    await this.gateway();
    this.twoClients();
    this.signatures();
    await this.others();
    await this.administrator();
    await this.rawFrames();
    for (const encryption of [PKCS1, OAEP]) await this.decryption(encryption);
    await this.packages();
    this.expect(
      this.bob,
      ['create-rsa-key', '--key-name', 'large', '--bits', '3072', '--oaep'],
      'exit 0: Key "large" created.',
    );
    this.expect(this.bob, ['create-rsa-key', '--key-name', 'larger', '--bits', '4096', '--oaep'], TPM_FAILS);
    await this.restarts();
    await this.deadTpm();
    await this.lockout();
    await this.lostState();
    this.openPort();
    await this.host.stopParsec();
    await this.host.tpm.cut();
  }

  private async gateway(): Promise<void> {
    const { host, report } = this;
    host.registers(...APPS);
    report.expect('the script of secure-edge gateway', 'done', host.prepare().ok ? 'done' : 'failed');
    report.expect('the same with --check', 'all is as wanted', host.prepare('--check').stdout.trim());
    await host.tpm.start();
    const root = said(host.runParsec(this.root.user));
    const refusal = 'the Parsec service should not be running as root!';
    report.expect('Parsec as root', refusal, root.includes(refusal) ? refusal : root);
    const start = performance.now();
    await host.startParsec();
    report.say(`Parsec is ready ${Math.round(performance.now() - start)} ms after its start`);
    report.expect("the socket's folder, and the socket", '1206:1206 750, 666', accessOfSocket());
  }

  private twoClients(): void {
    const { bob, alice, report } = this;
    this.expect(bob, ['ping'], 'exit 0: 1.0');
    const providers = [...bob.ask('list-providers').stdout.matchAll(/^ID: (.*)$/gm)].map(([, id]) => id);
    report.expect('Bob: list-providers', '0x03 (TPM provider), 0x00 (Core provider)', providers.join(', '));
    this.expect(bob, ['create-ecc-key', '--key-name', 'app-key'], 'exit 0: Key "app-key" created.');
    this.expect(
      bob,
      ['create-ecc-key', '--key-name', 'app-key'],
      'exit 1: Subcommand failed: asking for an item that already exists (ParsecClientError(Service(PsaErrorAlreadyExists)))',
    );
    this.expect(bob, ['list-keys'], `exit 0: * app-key ${KEY}`);
    this.expect(alice, ['list-keys'], 'exit 0: No keys currently available.');
    this.expect(alice, SIGN, NOT_FOUND);
    this.expect(alice, ['create-ecc-key', '--key-name', 'app-key'], 'exit 0: Key "app-key" created.');
    this.expect(bob, ['create-ecc-key', '--key-name', 'bob-only'], 'exit 0: Key "bob-only" created.');
    this.expect(alice, ['sign', '--key-name', 'bob-only', 'hello'], NOT_FOUND);
    this.expect(
      alice,
      ['delete-key', '--key-name', 'bob-only'],
      "exit 1: Subcommand failed: asking for an item that doesn't exist (ParsecClientError(Service(PsaErrorDoesNotExist)))",
    );
    report.expect("Bob's keys", 'app-key, bob-only', bob.keys());
    report.expect("Alice's keys", 'app-key', alice.keys());
    const same = bob.publicKey('app-key') === alice.publicKey('app-key');
    report.expect('the two keys of one name', 'different', same ? 'the same' : 'different');
  }

  /** Bob and Alice sign the same text with keys of the same name. */
  private signatures(): void {
    const people = [this.bob, this.alice];
    for (const signer of people) {
      const signature = Buffer.from(signer.ask(...SIGN).stdout, 'base64');
      for (const owner of people) {
        const isValid = createVerify('sha256').update('hello').verify(owner.publicKey('app-key'), signature);
        const asked = `${signer.name}'s signature, by ${owner.name}'s public key`;
        this.report.expect(asked, owner === signer ? 'valid' : 'not valid', isValid ? 'valid' : 'not valid');
      }
    }
  }

  private async others(): Promise<void> {
    const { bob, alice, outsider, root, report } = this;
    this.expect(outsider, ['ping'], UNREACHABLE);
    const refused = await outsider.user
      .during(() => ask(GatewayHost.SOCKET, listKeys(outsider.user.id)))
      .then(() => 'connected')
      .catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    report.expect('who is not in the group: a connection', 'EACCES', refused);
    chmodSync(GatewayHost.SOCKET_FOLDER, 0o755);
    this.expect(outsider, ['ping'], 'exit 0: 1.0', "the socket's folder open to all");
    const [difference = ''] = this.host.prepare('--check').stdout.split('\n');
    const wanted = 'differs: folder /run/parsec is 1206:1206 755, wanted 1206:1206 750';
    report.expect('the script with --check, then', wanted, difference);
    report.expect('the script, then', 'done', this.host.prepare().ok ? 'done' : 'failed');
    this.expect(outsider, ['ping'], UNREACHABLE, 'after it');

    const bare = said(bob.at(GatewayHost.SOCKET, 'ping'));
    const words = 'exit 1: Error spinning up the BasicClient: the socket URL is invalid';
    report.expect('Bob: ping, the endpoint without unix:', words, bare);
    this.expect(root, ['ping'], 'exit 0: 1.0');
    this.expect(root, ['create-ecc-key', '--key-name', 'of-root'], 'exit 0: Key "of-root" created.');
    report.expect("root's keys: an ordinary client's", 'of-root', root.keys());
    report.expect('Bob from a user namespace: list-keys', ANOTHER_PEER, said(bob.fromUserNamespace('list-keys')));
    const next = new Client("the next owner of Alice's number", new UnixUser(ALICE, [GatewayHost.GROUP]));
    report.expect(`${next.name}: keys`, alice.keys(), next.keys());
  }

  private async administrator(): Promise<void> {
    const { bob, alice, root, admin, host, report } = this;
    for (const client of [bob, root]) {
      this.expect(client, ['list-clients'], NO_ADMIN);
      this.expect(client, ['delete-client', '--client', `${ALICE}`], NO_ADMIN);
    }
    const clients = (): string => admin.ask('list-clients').stdout.trim().split('\n').sort().join(', ');
    report.expect('the administrator: list-clients', `0, ${BOB}, ${ALICE}`, clients());
    for (const nobody of ['alice', '10004'])
      this.expect(admin, ['delete-client', '--client', nobody], `exit 0: Client "${nobody}" deleted.`);
    report.expect('clients after it', `0, ${BOB}, ${ALICE}`, clients());
    this.expect(admin, ['delete-client', '--client', `${ALICE}`], `exit 0: Client "${ALICE}" deleted.`);
    report.expect("Alice's keys after it", 'none', alice.keys());
    report.expect("Bob's keys after it", 'app-key, bob-only', bob.keys());
    alice.ask('create-ecc-key', '--key-name', 'app-key');

    const isAdmin = (client: Client): boolean => client.ask('list-clients').code === 0;
    await host.changeConfig(
      (text) => text.replace(`name = "${PARSEC_ADMIN_USER_ID}"`, `name = "${BOB}"`),
      async () => {
        host.reloadParsec();
        await waitUntil(() => Promise.resolve(isAdmin(bob)), 10, 50);
        const who = [bob, admin].filter(isAdmin).map(({ name }) => name);
        report.expect('administrators after a hang-up signal, Bob in the configuration', 'Bob', who.join(', '));
      },
    );
    host.reloadParsec();
    await waitUntil(() => Promise.resolve(isAdmin(admin)), 10, 50);
    const who = [bob, admin].filter(isAdmin).map(({ name }) => name);
    report.expect('administrators after another, the configuration as before', 'the administrator', who.join(', '));
  }

  private async rawFrames(): Promise<void> {
    const status = async (request: Request): Promise<string> => {
      const { status } = await this.bob.user.during(() => ask(GatewayHost.SOCKET, request));
      return STATUS[status] ?? `status ${status}`;
    };
    this.report.expect('Bob by hand, as himself: list-keys', 'success', await status(listKeys(BOB)));
    this.report.expect('Bob by hand, as Alice: list-keys', 'authentication error', await status(listKeys(ALICE)));
    this.report.expect('Bob by hand, as root: list-keys', 'authentication error', await status(listKeys(0)));
    this.report.expect('Bob by hand, as nobody: list-keys', 'not authenticated', await status(listKeys()));
  }

  /** Encrypts with the public key of a key that never leaves the TPM, and decrypts in the TPM. */
  private async decryption({ name, options, padding, algorithm }: Encryption): Promise<void> {
    const { bob, alice, report } = this;
    const key = options.length === 0 ? 'machine' : 'machine-oaep';
    this.expect(bob, ['create-rsa-key', '--key-name', key, ...options], `exit 0: Key "${key}" created.`);
    const encrypted = (plain: Buffer, oaepHash = 'sha256'): Buffer =>
      publicEncrypt({ key: bob.publicKey(key), padding, oaepHash }, plain);
    const decrypt = (ciphertext: Buffer): string[] => ['decrypt', '--key-name', key, ciphertext.toString('base64')];
    const asked = `${name}: a text that OpenSSL encrypted`;
    const text = encrypted(Buffer.from('a secret'));
    report.expect(`${asked}, decrypted by Bob`, 'exit 0: a secret', said(bob.ask(...decrypt(text))));
    report.expect(`${asked}, decrypted by Alice`, NOT_FOUND, said(alice.ask(...decrypt(text))));
    text[100]! ^= 1;
    report.expect(`${asked}, one bit changed`, TPM_FAILS, said(bob.ask(...decrypt(text))));
    if (padding === constants.RSA_PKCS1_OAEP_PADDING)
      report.expect(`${asked} with SHA-1`, TPM_FAILS, said(bob.ask(...decrypt(encrypted(Buffer.from('x'), 'sha1')))));

    // bytes that are not text
    const secret = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), randomBytes(45)]);
    const mangled = bob.ask(...decrypt(encrypted(secret))).stdout.includes('\ufffd');
    report.expect(`${name}: bytes, by parsec-tool`, 'mangled', mangled ? 'mangled' : 'whole');
    const body = Buffer.concat([field(1, Buffer.from(key)), field(2, algorithm), field(3, encrypted(secret))]);
    const request = { provider: TPM_PROVIDER, opcode: ASYMMETRIC_DECRYPT, body, user: BOB };
    const response = await bob.user.during(() => ask(GatewayHost.SOCKET, request));
    const isWhole = response.status === 0 && response.body.equals(field(1, secret));
    report.expect(`${name}: bytes, by the socket`, 'whole', isWhole ? 'whole' : `status ${response.status}`);
  }

  private async packages(): Promise<void> {
    // clients must reach the file, but only root can enter the folder of the run
    const folder = '/run/packages';
    mkdirSync(folder);
    const proof = new TpmKeyProof(this.report, folder, this.bob, this.alice);
    await proof.run();
    await proof.commissions(this.root);
  }

  private async restarts(): Promise<void> {
    const { bob, alice, host, report } = this;
    const keys = 'app-key, bob-only, large, machine, machine-oaep; app-key';
    const key = bob.publicKey('app-key');
    await host.stopParsec();
    const socket = existsSync(GatewayHost.SOCKET) ? 'there' : 'gone';
    report.expect('the socket file of a service that was stopped', 'there', socket);
    const [refusal = ''] = said(bob.ask('ping')).split(' (');
    report.expect('Bob: ping, then', 'exit 1: Subcommand failed: Connection refused', refusal);
    await host.startParsec();
    report.expect('keys of Bob and of Alice after a restart of Parsec', keys, `${bob.keys()}; ${alice.keys()}`);
    await host.restart();
    report.expect('the same after a restart of the TPM, too', keys, `${bob.keys()}; ${alice.keys()}`);
    this.expect(bob, ['generate-random', '--nbytes', '8'], 'exit 0', 'after it');
    const isSame = key !== '' && key === bob.publicKey('app-key');
    report.expect("Bob's key after it", 'the same', isSame ? 'the same' : 'another');
    this.signatures();

    await host.stopParsec();
    const elsewhere = '/var/lib/parsec/elsewhere';
    await host.changeConfig(
      (text) => text.replace(/^sqlite_db_path = .*$/m, `store_path = "${elsewhere}"`),
      async () => {
        await host.startParsec();
        const seen = existsSync(elsewhere) ? 'taken' : `ignored, keys: ${bob.keys()}`;
        const expected = 'ignored, keys: app-key, bob-only, large, machine, machine-oaep';
        report.expect('store_path in place of sqlite_db_path', expected, seen);
        await host.stopParsec();
      },
    );
    await host.startParsec();
  }

  /** Checks that only requests that use the TPM fail if it is dead. */
  private async deadTpm(): Promise<void> {
    const { host } = this;
    await host.stopParsec();
    await host.tpm.shutDown();
    await host.tpm.start();
    await host.startParsec();
    this.proofs('alive', 0, 0);
    host.tpm.tool(this.bob.user, 'tpm2_shutdown', '--clear');
    await host.tpm.cut();
    this.expect(this.bob, ['ping'], 'exit 0: 1.0', 'the TPM is dead');
    this.proofs('dead', 0, 1);
    await host.stopParsec();
    await host.tpm.start();
    await host.startParsec();
  }

  private proofs(state: string, identity: number, tpm: number): void {
    const proofs = {
      'identity()': [ParsecProof.identity(), identity],
      'tpm()': [ParsecProof.tpm(), tpm],
      "signature('app-key')": [ParsecProof.signature('app-key'), tpm],
    } as const;
    for (const [name, [proof, expected]] of Object.entries(proofs)) {
      const { exec } = proof.probe._render(Target.kubernetes('1.37')).probe;
      const [, ...args] = (exec as Exec).command;
      const { code } = this.bob.ask(...args);
      this.report.expect(`ParsecProof.${name}, the TPM is ${state}`, `exit ${expected}`, `exit ${code}`);
    }
  }

  /** Checks that a hard stop of the TPM after the use of a key counts as a failed attempt. */
  private async lockout(): Promise<void> {
    const { bob, host, report } = this;
    for (const stops of [1, 2, 3]) {
      this.expect(bob, SIGN, 'exit 0', `before hard stop ${stops} of the TPM`);
      await host.tpm.cut();
      await host.stopParsec();
      await host.tpm.start();
      await host.startParsec();
      report.expect('tries that the TPM counts as failed, after it', String(stops), String(host.tpm.failedTries));
    }
    this.expect(bob, SIGN, TPM_FAILS, 'then');
    const log =
      /authorizations for objects subject to DA protection are not allowed at this time because the TPM is in DA lockout mode/;
    report.expect("in the service's log", 'DA lockout mode', log.test(host.said) ? 'DA lockout mode' : 'not there');
    this.expect(bob, ['ping'], 'exit 0: 1.0', 'then');
    host.tpm.tool(bob.user, 'tpm2_dictionarylockout', '--clear-lockout');
    this.expect(bob, SIGN, 'exit 0', 'after tpm2_dictionarylockout --clear-lockout');
    await host.restart();
    report.expect('failed tries after an orderly stop', '0', String(host.tpm.failedTries));
  }

  /** Checks that the state of the TPM and Parsec's key records are useless without each other. */
  private async lostState(): Promise<void> {
    const { bob, host, report } = this;
    const keys = bob.keys();
    await host.stopParsec();
    await host.tpm.shutDown();
    renameSync(SoftwareTpm.STATE, `${SoftwareTpm.STATE}.kept`);
    await host.tpm.start();
    const words = "Error when verifying the Root Key's Name";
    const { code, stdout, stderr } = host.runParsec();
    const why = `${stdout}${stderr}`.includes(words) ? words : stderr;
    report.expect('Parsec with another TPM', `exit 1: ${words}`, `exit ${code}: ${why}`);
    await host.tpm.cut();
    rmSync(SoftwareTpm.STATE, { recursive: true });
    renameSync(`${SoftwareTpm.STATE}.kept`, SoftwareTpm.STATE);

    const database = '/var/lib/parsec/kim-mappings';
    renameSync(database, '/var/lib/kept');
    await host.tpm.start();
    await host.startParsec();
    report.expect('keys of Bob when the record of keys is lost', 'none', bob.keys());
    await host.stopParsec();
    rmSync(database, { recursive: true });
    renameSync('/var/lib/kept', database);
    await host.startParsec();
    report.expect('keys of Bob when it is back', keys, bob.keys());
  }

  /** Checks that anyone who can reach a software TPM can delete all keys. */
  private openPort(): void {
    const { bob, outsider, report } = this;
    const clear = ['tpm2_clear', '--auth-hierarchy', 'platform'];
    const env = { TPM2TOOLS_TCTI: SoftwareTpm.TCTI };
    const other = this.root.user.run(['unshare', '--net', ...outsider.user.prefix, ...clear], env);
    report.expect('from another network: tpm2_clear', 'rejected', other.code === 0 ? 'done' : 'rejected');
    this.expect(bob, SIGN, 'exit 0', 'then');
    const here = outsider.user.run(clear, env);
    report.expect('who is in no group, in the network of Parsec: tpm2_clear', 'exit 0', `exit ${here.code}`);
    this.expect(bob, SIGN, 'exit 1', 'after it: every key is gone');
  }

  private expect(client: Client, args: readonly string[], expected: string, when?: string): void {
    const asked = `${client.name}: ${args.join(' ')}`;
    const answer = said(client.ask(...args));
    const got = expected.includes(':') ? answer : answer.split(':')[0]!;
    this.report.expect(when === undefined ? asked : `${asked}, ${when}`, expected, got);
  }
}

function accessOfSocket(): string {
  const { uid, gid, mode } = statSync(GatewayHost.SOCKET_FOLDER);
  const octal = (of: number): string => (of & 0o777).toString(8);
  return `${uid}:${gid} ${octal(mode)}, ${octal(statSync(GatewayHost.SOCKET).mode)}`;
}

function listKeys(user?: number): Request {
  return { provider: CORE_PROVIDER, opcode: LIST_KEYS, body: Buffer.alloc(0), ...(user !== undefined && { user }) };
}

/** Returns a protocol buffers field that contains bytes. */
function field(number: number, content: Buffer): Buffer {
  const BYTES = 2;
  const length = content.length < 128 ? [content.length] : [(content.length & 0x7f) | 0x80, content.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | BYTES, ...length]), content]);
}
