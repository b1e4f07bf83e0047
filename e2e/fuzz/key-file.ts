import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgeIdentity } from '../../src/app-package/age/identity';
import { KeyPadding } from '../../src/app-package/keys/key-padding';
import { PrivateMachineKey } from '../../src/app-package/keys/private-machine-key';
import { readPrivateKey } from '../../src/app-package/keys/private-key';
import { fingerprint, machineKeyProblem, readPublicKey, wrapKey } from '../../src/app-package/keys/public-key';
import { signingKeyProblem, signStatement } from '../../src/app-package/package-signature';
import { InputError } from '../../src/diagnostics/input-error';
import { mutate } from './mutate';
import { Random } from './random';
import type { FuzzReader } from './reader';

interface KeyInput {
  readonly type: keyof typeof PAIRS;
  readonly secret: boolean;
  /** Seed of the changes, or undefined for no changes. */
  readonly seed: number | undefined;
}

const PAIRS = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa of 1024 bits': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'rsa-pss': () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  'p-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'p-256, explicit': () => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
  'p-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: () => generateKeyPairSync('ed25519'),
  x25519: () => generateKeyPairSync('x25519'),
};

type Pair = Readonly<Record<'privateKey' | 'publicKey', KeyObject>>;

const made = new Map<string, Pair>();

function pair(type: keyof typeof PAIRS): Pair {
  const there = made.get(type) ?? PAIRS[type]();
  made.set(type, there);
  return there;
}

let folder: string | undefined;

/** Returns a changed text, or the text of changed bytes. */
function changed(pem: string, random: Random): string {
  if (random.chance(0.3)) return mutate(pem, random, ['-----BEGIN PUBLIC KEY-----\n', '-----END', 'PRIVATE KEY', '=']);
  const [first = '', ...lines] = pem.trimEnd().split('\n');
  const der = Buffer.from(lines.slice(0, -1).join(''), 'base64');
  for (let edits = 1 + random.below(3); edits > 0; edits -= 1) der[random.below(der.length)] = random.below(256);
  return [first, der.toString('base64'), lines.at(-1), ''].join('\n');
}

/** Reader of key files. It reads and checks a key, and uses it if it is valid. */
export const keyFile: FuzzReader<KeyInput> = {
  name: 'key-file',
  generate: (random) => ({
    type: random.pick(Object.keys(PAIRS) as (keyof typeof PAIRS)[]),
    secret: random.chance(0.5),
    seed: random.chance(0.95) ? random.below(2 ** 31) : undefined,
  }),
  run: async ({ type, secret, seed }) => {
    const { privateKey, publicKey } = pair(type);
    const sound = secret
      ? privateKey.export({ type: 'pkcs8', format: 'pem' })
      : publicKey.export({ type: 'spki', format: 'pem' });
    const pem = seed === undefined ? String(sound) : changed(String(sound), new Random(seed));
    AgeIdentity.parse(pem.slice(0, 74));
    folder ??= fs.mkdtempSync(join(tmpdir(), 'fuzz-keys-'));
    const file = join(folder, 'key.pem');
    fs.writeFileSync(file, pem, { mode: 0o600 });
    if (secret) await usePrivate(file);
    else usePublic(file);
  },
  end: () => {
    if (folder !== undefined) fs.rmSync(folder, { recursive: true });
  },
};

async function usePrivate(file: string): Promise<void> {
  const noPassphrase = (): Promise<string> => Promise.reject(new InputError('passphrase', ['is not given']));
  const { key } = await readPrivateKey(file, noPassphrase);
  if (signingKeyProblem(key) === undefined) signable(key);
  const machine = new PrivateMachineKey(key, 'key');
  await machine.fingerprint();
  for (const padding of Object.values(KeyPadding)) await machine.unwrap(Buffer.alloc(256, 1), padding);
}

/** Signs with a private key, because OpenSSL rejects some changed keys only when they sign. */
function signable(key: KeyObject): void {
  signStatement({ sha256: {} }, key);
}

function usePublic(file: string): void {
  const key = readPublicKey(file);
  fingerprint(key);
  if (machineKeyProblem(key) !== undefined) return;
  for (const padding of Object.values(KeyPadding)) wrapKey(key, Buffer.from('key'), padding);
}
