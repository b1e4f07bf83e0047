import * as fc from 'fast-check';
import { constants, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:net';
import { AppPackageForm } from '../../../src/app-package/app-package-form';
import { generateKeyPairFiles } from '../../../src/app-package/keys/generate-key-pair';
import { KeyPadding } from '../../../src/app-package/keys/key-padding';
import { ParsecMachineKey } from '../../../src/app-package/keys/parsec-machine-key';
import { bytesField, numberField, readFields } from '../../../src/app-package/keys/protobuf';
import { signingKeyProblem } from '../../../src/app-package/package-signature';
import { readPrivateKey } from '../../../src/app-package/keys/private-key';
import { fingerprint, machineKeyProblem, readPublicKey, wrapKey } from '../../../src/app-package/keys/public-key';
import { failure, keyPair, machineKey, open, pack, readFiles, signer, temporaryFolder, writeFiles } from '../workbench';

const folder = temporaryFolder();
const noPassphrase = (): Promise<string> => Promise.reject(new Error('asked for'));

test('a new key is readable only by its user, and never overwritten', async () => {
  const files = await generateKeyPairFiles('gateway-7', folder.path('keys'), 'a passphrase');
  expect(fs.statSync(files.privateKey).mode & 0o777).toBe(0o600);
  const before = fs.readFileSync(files.privateKey);
  expect(await failure(generateKeyPairFiles('gateway-7', folder.path('keys')))).toContain(
    'already exists: a key is never overwritten',
  );
  expect(fs.readFileSync(files.privateKey).equals(before)).toBe(true);
  const { key, warnings } = await readPrivateKey(files.privateKey, () => Promise.resolve('a passphrase'));
  expect([key.asymmetricKeyDetails?.modulusLength, warnings]).toEqual([4096, []]);
  expect(await failure(readPrivateKey(files.privateKey, () => Promise.resolve('another')))).toContain(
    'cannot be read with this passphrase',
  );
}, 60_000);

test('a private key that others can read gives a warning', async () => {
  const pem = signer.privateKey.export({ type: 'pkcs8', format: 'pem' });
  fs.writeFileSync(folder.path('k.pem'), pem, { mode: 0o640 });
  const { warnings } = await readPrivateKey(folder.path('k.pem'), noPassphrase);
  expect(warnings).toEqual([
    `private key ${JSON.stringify(folder.path('k.pem'))}: others can read it (mode 640): run "chmod 600" on it`,
  ]);
});

test('a file that is not a key is rejected', async () => {
  writeFiles(folder.path(), { 'k.pem': 'text', 'p.pem': signer.privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  expect(await failure(readPrivateKey(folder.path('k.pem'), noPassphrase))).toContain('is not a private key in PEM');
  expect(await failure(readPrivateKey(folder.path('none'), noPassphrase))).toContain('does not exist');
  expect(() => readPublicKey(folder.path('k.pem'))).toThrow('is not a public key in PEM');
  expect(() => readPublicKey(folder.path('p.pem'))).toThrow('is a private key: give the file that ends in .pub.pem');
});

describe('a damaged key', () => {
  const jwk = keyPair('gateway-7').privateKey.export({ format: 'jwk' });
  const even = (text = ''): string => {
    const bytes = Buffer.from(text, 'base64url');
    bytes[bytes.length - 1]! &= 0xfe;
    return bytes.toString('base64url');
  };

  test.each([
    ['an even modulus', { n: even(jwk.n) }],
    ['the exponent 1', { e: 'AQ' }],
    ['the exponent 0', { e: 'AA' }],
    ['an even exponent', { e: 'AQAA' }],
  ])('with %s is rejected for a machine', (_what, numbers) => {
    const { kty, n, e } = jwk;
    const key = createPublicKey({ key: { kty, n, e, ...numbers }, format: 'jwk' });
    expect(machineKeyProblem(key)).toBe('is damaged: its numbers are not valid for RSA');
  });

  test('cannot sign packages', () => {
    const key = createPrivateKey({ key: { ...jwk, n: even(jwk.n) }, format: 'jwk' });
    expect(signingKeyProblem(key)).toBe('cannot sign packages: it is damaged, and its signatures are not valid');
    expect(signingKeyProblem(keyPair('gateway-7').privateKey)).toBeUndefined();
  });
});

test.each(Object.values(KeyPadding))('a key wrapped with %s is unwrapped only by its own machine', async (padding) => {
  const wrapped = wrapKey(keyPair('gateway-7').publicKey, Buffer.from('some key'), padding);
  expect((await machineKey('gateway-7').unwrap(wrapped, padding))?.toString()).toBe('some key');
  for (const bytes of [wrapped.subarray(1), Buffer.alloc(256, 0xff), Buffer.alloc(0), Buffer.alloc(256)])
    expect(await machineKey('gateway-7').unwrap(bytes, padding)).toBeUndefined();
  expect((await machineKey('other').unwrap(wrapped, padding))?.toString()).not.toBe('some key');
});

describe('a key in Parsec', () => {
  const WRONG_KEY = 1145;
  const OTHER_PADDING = 1133;

  interface Asked {
    readonly provider: number;
    readonly user: number;
    readonly opcode: number;
    readonly body: Buffer;
  }

  /** Answers of Parsec, with the exact bytes of its protocol. Without an answer, the connection ends. */
  type Answers = (asked: Asked) => { readonly status: number; readonly body?: Buffer } | undefined;

  let server: Server | undefined;
  afterEach(() => server?.close());

  async function parsec(answers: Answers): Promise<string> {
    const socketPath = folder.path('parsec.sock');
    server = createServer((socket) =>
      socket.on('data', (frame: Buffer) => {
        const size = frame.readUInt32LE(22);
        expect([frame.readUInt32LE(0), frame.readUInt16LE(4), frame[6], frame[21], frame.readUInt16LE(26)]).toEqual([
          0x5ec0a710, 30, 1, 3, 4,
        ]);
        const user = frame.readUInt32LE(36 + size);
        const body = frame.subarray(36, 36 + size);
        const answer = answers({ provider: frame[10] ?? -1, opcode: frame.readUInt32LE(28), user, body });
        if (answer === undefined) return socket.end();
        const { status, body: said = Buffer.alloc(0) } = answer;
        const header = Buffer.from(frame.subarray(0, 36));
        header.writeUInt32LE(said.length, 22);
        header.writeUInt16LE(0, 26);
        header.writeUInt16LE(status, 32);
        return socket.end(Buffer.concat([header, said]));
      }),
    );
    await new Promise<void>((listening) => server?.listen(socketPath, listening));
    return socketPath;
  }

  // answer of ListKeys: the key "edge" of provider 3
  const KEYS = { status: 0, body: Buffer.from('\x0a\x08\x08\x03\x12\x04edge', 'latin1') };
  const PADDINGS = {
    '\x12\x02\x0a\x00': constants.RSA_NO_PADDING,
    '\x12\x04\x12\x02\x08\x07': constants.RSA_PKCS1_OAEP_PADDING,
  };

  /** Decrypts like the provider, with the requested padding. */
  function decrypt(body: Buffer): { readonly status: number; readonly body?: Buffer } {
    const rest = body.subarray(6);
    expect(body.subarray(0, 6).toString('latin1')).toBe('\x0a\x04edge');
    const [algorithm, padding] = Object.entries(PADDINGS).find(([bytes]) =>
      rest.toString('latin1').startsWith(bytes),
    ) ?? [''];
    const wrapped = rest.subarray(algorithm.length);
    expect(wrapped.subarray(0, 3).toString('latin1')).toBe('\x1a\x80\x02');
    const key = keyPair('gateway-7').privateKey;
    const plain = privateDecrypt({ key, padding: padding ?? 0, oaepHash: 'sha256' }, wrapped.subarray(3));
    const message = padding === constants.RSA_NO_PADDING ? plain.subarray(plain.indexOf(0, 2) + 1) : plain;
    expect(message.length).toBeLessThan(128);
    return { status: 0, body: Buffer.concat([Buffer.from([0x0a, message.length]), message]) };
  }

  test.each([AppPackageForm.SEALED, AppPackageForm.ENCRYPTED])('opens a %s package', async (form) => {
    const asked: Partial<Asked>[] = [];
    const socket = await parsec(({ provider, opcode, user, body }) => {
      asked.push({ provider, opcode, user });
      return opcode === 0x1a ? KEYS : decrypt(body);
    });
    writeFiles(folder.path('files'), { a: 'text' });
    const opener = { machine: 'gateway-7', key: new ParsecMachineKey('edge', socket) };
    await open(await pack(folder.path('files'), folder.path('p'), { form }), folder.path('out'), { opener });
    expect(readFiles(folder.path('out'))).toEqual({ a: 'text' });
    const user = process.geteuid?.();
    expect(asked).toEqual([
      { provider: 0, opcode: 0x1a, user },
      { provider: 3, opcode: 0x0b, user },
    ]);
  });

  test('has the fingerprint of its public key', async () => {
    const { publicKey } = keyPair('gateway-7');
    const der = publicKey.export({ type: 'pkcs1', format: 'der' });
    const asked: Partial<Asked>[] = [];
    const socket = await parsec(({ provider, opcode, body }) => {
      if (opcode === 0x1a) return KEYS;
      asked.push({ provider, opcode, body });
      return { status: 0, body: bytesField(1, der) };
    });
    expect(await new ParsecMachineKey('edge', socket).fingerprint()).toBe(fingerprint(publicKey));
    expect(asked).toEqual([{ provider: 3, opcode: 0x07, body: Buffer.from('\x0a\x04edge', 'latin1') }]);
  });

  test.each<[string, Answers, string]>([
    ['denies the operation', () => ({ status: 1133 }), 'the key does not permit this operation'],
    ['fails', () => ({ status: 14 }), 'Parsec does not return its public key, status 14'],
    ['returns another value', () => ({ status: 0, body: bytesField(1, 'x') }), 'cannot be used: '],
  ])('has no fingerprint if Parsec %s', async (_, answers, words) => {
    const socket = await parsec((asked) => (asked.opcode === 0x1a ? KEYS : answers(asked)));
    expect(await failure(new ParsecMachineKey('edge', socket).fingerprint())).toContain(words);
  });

  test.each([
    [
      'has another padding',
      () => ({ status: OTHER_PADDING }),
      'the key does not permit this operation: for a sealed package, create the key with',
    ],
    ['is another key', () => ({ status: WRONG_KEY }), 'no failure'],
    ['was deleted meanwhile', () => ({ status: 1140 }), 'Parsec has no such key'],
  ])('reports that it %s', async (_, answer, words) => {
    const socket = await parsec(({ opcode }) => (opcode === 0x1a ? KEYS : answer()));
    const key = new ParsecMachineKey('edge', socket);
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.OAEP_SHA256))).toContain(words);
  });

  test.each<[string, Answers, string]>([
    [
      'has no such key',
      () => ({ ...KEYS, body: Buffer.from('\x0a\x06\x08\x03\x12\x02ab', 'latin1') }),
      'for this user, who has "ab"',
    ],
    ['has no key', () => ({ status: 0 }), 'Parsec has no such key for this user'],
    ['does not know the user', () => ({ status: 19 }), 'Parsec does not know this user'],
    ['fails', () => ({ status: 14 }), 'Parsec does not list keys, status 14'],
    ['does not answer', () => undefined, 'the answer is not from Parsec'],
    ['sends another answer', () => ({ status: 0, body: Buffer.from([0xff]) }), 'the answer is not from Parsec'],
  ])('cannot be used if Parsec %s', async (_, answers, words) => {
    const key = new ParsecMachineKey('edge', await parsec(answers));
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.OAEP_SHA256))).toContain(words);
  });

  test('cannot be used without Parsec', async () => {
    const key = new ParsecMachineKey('edge', folder.path('none'));
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.PKCS1_V1_5))).toMatch(
      /^Parsec key "edge": cannot be used: no Parsec at .*none: /,
    );
  });
});

test('messages of Parsec are decoded as they were encoded', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 1000 }),
          fc.oneof(fc.nat({ max: 2 ** 49 }), fc.uint8Array({ maxLength: 300 })),
        ),
      ),
      (fields) => {
        const written = fields.map(([number, value]) => ({
          number,
          value: typeof value === 'number' ? value : Buffer.from(value),
        }));
        const message = written.map(({ number, value }) =>
          typeof value === 'number' ? numberField(number, value) : bytesField(number, value),
        );
        expect(readFields(Buffer.concat(message))).toEqual(written);
      },
    ),
    { numRuns: 30 },
  );
});

test('a private key whose cipher Node.js does not support is not a wrong passphrase', async () => {
  const file = folder.path('rc4.key.pem');
  // openssl pkcs8 -topk8 -v1 PBE-SHA1-RC4-128 of an Ed25519 key, with the passphrase "right"
  fs.writeFileSync(
    file,
    '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMFAwHAYKKoZIhvcNAQwBATAOBAjxFwg6pejlMQICCAAEMOTZfhJyMfpMccRWGjOS7JL4O55VjOYvZ948YgstNyBS1u87g2wU31qJvn2Znm/I+w==\n-----END ENCRYPTED PRIVATE KEY-----\n',
    { mode: 0o600 },
  );
  for (const passphrase of ['right', 'wrong'])
    expect(await failure(readPrivateKey(file, () => Promise.resolve(passphrase)))).toContain(
      'is encrypted with a cipher that Node.js does not support, such as RC4, RC2 or DES: encrypt it again',
    );
});
