import { createPublicKey, type KeyObject } from 'node:crypto';
import { PARSEC_SOCKET_PATH } from '../../host/parsec';
import { InputError, quote } from '../../diagnostics/input-error';
import { shownNames } from '../limits';
import { KeyPadding } from './key-padding';
import type { MachineKey } from './machine-key';
import { fingerprint } from './public-key';
import { askParsec, type ParsecRequest } from './parsec-request';
import { bytesField, numberField, readFields, type Field } from './protobuf';

const CORE_PROVIDER = 0;
const LARGEST_PROVIDER = 0xff;
const LIST_KEYS = 0x1a;
const EXPORT_PUBLIC_KEY = 0x07;
const ASYMMETRIC_DECRYPT = 0x0b;
const SHA_256 = 7;

/** As `psa_algorithm.proto` numbers them. */
const ALGORITHMS: Readonly<Record<KeyPadding, Buffer>> = {
  [KeyPadding.PKCS1_V1_5]: bytesField(1, ''),
  [KeyPadding.OAEP_SHA256]: bytesField(2, numberField(1, SHA_256)),
};

const HOW_TO_MAKE: Readonly<Record<KeyPadding, string>> = {
  [KeyPadding.PKCS1_V1_5]: 'an encrypted package takes one made by parsec-tool create-rsa-key without --oaep',
  [KeyPadding.OAEP_SHA256]: 'a sealed package takes one made by parsec-tool create-rsa-key --oaep',
};

/** What Parsec says before it decrypts anything; whatever else it says tells nothing of what was decrypted. */
const UNUSABLE: ReadonlyMap<number, string> = new Map([
  [11, 'Parsec does not believe who this is'],
  [12, 'Parsec has no authenticator for Unix users'],
  [13, 'Parsec has no authenticator for Unix users'],
  [19, 'Parsec does not know who this is'],
  [1133, 'the key is not for this'],
  [1134, 'the key is not for this'],
  [1140, 'Parsec has no such key'],
]);

/**
 * A machine's key that Parsec keeps, in a TPM where the machine has one. It decrypts with the one padding that it was made for.
 * Parsec is asked at its socket: `parsec-tool` prints what it decrypts as text, and bytes are none.
 */
export class ParsecMachineKey implements MachineKey {
  constructor(
    private readonly name: string,
    private readonly socket: string = PARSEC_SOCKET_PATH,
  ) {}

  public async unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined> {
    const body = Buffer.concat([bytesField(1, this.name), bytesField(2, ALGORITHMS[padding]), bytesField(3, wrapped)]);
    const request = { provider: await this.provider(), opcode: ASYMMETRIC_DECRYPT, body };
    const { status, message } = await this.ask(request, (answer) => bytesAt(readFields(answer), 1));
    const reason = UNUSABLE.get(status);
    if (reason !== undefined) throw this.unusable(`${reason}: ${HOW_TO_MAKE[padding]}`);
    return message;
  }

  public async fingerprint(): Promise<string> {
    const body = bytesField(1, this.name);
    const request = { provider: await this.provider(), opcode: EXPORT_PUBLIC_KEY, body };
    const { status, message } = await this.ask(request, (answer) => rsaKey(bytesAt(readFields(answer), 1)));
    if (message === undefined)
      throw this.unusable(UNUSABLE.get(status) ?? `Parsec does not give its public key, status ${status}`);
    return fingerprint(message);
  }

  /** The provider that has the key. */
  private async provider(): Promise<number> {
    const request = { provider: CORE_PROVIDER, opcode: LIST_KEYS, body: Buffer.alloc(0) };
    const { status, message: keys } = await this.ask(request, keysOf);
    if (keys === undefined) throw this.unusable(UNUSABLE.get(status) ?? `Parsec does not list keys, status ${status}`);
    const provider = keys.find(({ name }) => name === this.name)?.provider;
    if (provider !== undefined) return provider;
    const names = shownNames(keys.map(({ name }) => quote(name)));
    throw this.unusable(`Parsec has no such key of this user${names === '' ? '' : `, who has ${names}`}`);
  }

  /** The message is undefined unless the operation succeeded. */
  private async ask<T>(
    request: ParsecRequest,
    read: (body: Buffer) => T,
  ): Promise<{ readonly status: number; readonly message: T | undefined }> {
    try {
      const { status, body } = await askParsec(this.socket, request);
      return { status, message: status === 0 ? read(body) : undefined };
    } catch (error) {
      throw this.unusable(`no Parsec at ${this.socket}: ${(error as Error).message}`);
    }
  }

  private unusable(reason: string): InputError {
    return new InputError(`Parsec key ${quote(this.name)}`, [`cannot be used: ${reason}`]);
  }
}

/** Parsec gives the public part of an RSA key as PKCS#1. */
function rsaKey(der: Buffer | undefined): KeyObject {
  try {
    return createPublicKey({ key: der ?? Buffer.alloc(0), format: 'der', type: 'pkcs1' });
  } catch {
    throw new Error('what it gives is not the public part of an RSA key');
  }
}

interface KeyInfo {
  readonly provider: number;
  readonly name: string;
}

function keysOf(body: Buffer): KeyInfo[] {
  return readFields(body).map(({ value }) => {
    const fields = typeof value === 'number' ? [] : readFields(value);
    const provider = fields.find(({ number }) => number === 1)?.value;
    if (typeof provider === 'number' && provider > LARGEST_PROVIDER) throw new Error('what answers is not Parsec');
    return {
      provider: typeof provider === 'number' ? provider : CORE_PROVIDER,
      name: String(bytesAt(fields, 2) ?? ''),
    };
  });
}

function bytesAt(fields: ReadonlyArray<Field>, wanted: number): Buffer | undefined {
  const value = fields.find(({ number }) => number === wanted)?.value;
  return typeof value === 'number' ? undefined : value;
}
