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

/** Algorithms, with the numbers of `psa_algorithm.proto`. */
const ALGORITHMS: Readonly<Record<KeyPadding, Buffer>> = {
  [KeyPadding.PKCS1_V1_5]: bytesField(1, ''),
  [KeyPadding.OAEP_SHA256]: bytesField(2, numberField(1, SHA_256)),
};

const HOW_TO_MAKE: Readonly<Record<KeyPadding, string>> = {
  [KeyPadding.PKCS1_V1_5]: 'for an encrypted package, create the key with parsec-tool create-rsa-key, without --oaep',
  [KeyPadding.OAEP_SHA256]: 'for a sealed package, create the key with parsec-tool create-rsa-key --oaep',
};

/** Status codes before decryption. Other codes are not reported, so that they reveal nothing about the decrypted text. */
const UNUSABLE: ReadonlyMap<number, string> = new Map([
  [11, 'Parsec could not authenticate this user'],
  [12, 'Parsec has no authenticator for Unix users'],
  [13, 'Parsec has no authenticator for Unix users'],
  [19, 'Parsec does not know this user'],
  [1133, 'the key does not permit this operation'],
  [1134, 'the key does not permit this operation'],
  [1140, 'Parsec has no such key'],
]);

/**
 * Key of a machine in Parsec, in a TPM if the machine has one. It decrypts only with the padding that it was created for. The
 * socket of Parsec is used directly, because `parsec-tool` prints decrypted bytes as text.
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
      throw this.unusable(UNUSABLE.get(status) ?? `Parsec does not return its public key, status ${status}`);
    return fingerprint(message);
  }

  /** Returns the provider that has the key. */
  private async provider(): Promise<number> {
    const request = { provider: CORE_PROVIDER, opcode: LIST_KEYS, body: Buffer.alloc(0) };
    const { status, message: keys } = await this.ask(request, keysOf);
    if (keys === undefined) throw this.unusable(UNUSABLE.get(status) ?? `Parsec does not list keys, status ${status}`);
    const provider = keys.find(({ name }) => name === this.name)?.provider;
    if (provider !== undefined) return provider;
    const names = shownNames(keys.map(({ name }) => quote(name)));
    throw this.unusable(`Parsec has no such key for this user${names === '' ? '' : `, who has ${names}`}`);
  }

  /** Runs an operation. The message is undefined unless it succeeded. */
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

/** Parses the public part of an RSA key from Parsec, which is PKCS#1. */
function rsaKey(der: Buffer | undefined): KeyObject {
  try {
    return createPublicKey({ key: der ?? Buffer.alloc(0), format: 'der', type: 'pkcs1' });
  } catch {
    throw new Error('its answer is not the public part of an RSA key');
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
    if (typeof provider === 'number' && provider > LARGEST_PROVIDER) throw new Error('the answer is not from Parsec');
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
