import * as fs from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { decryptAge } from '../../src/app-package/age/age';
import { AgeIdentity } from '../../src/app-package/age/identity';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { encodeHeader, TarKind } from '../../src/app-package/archive/tar-header';
import { readTar } from '../../src/app-package/archive/tar-reader';
import { fileHeader, TAR_END } from '../../src/app-package/archive/tar-writer';
import { askParsec } from '../../src/app-package/keys/parsec-request';
import { ParsecMachineKey } from '../../src/app-package/keys/parsec-machine-key';
import { bytesField, numberField } from '../../src/app-package/keys/protobuf';
import { readPrivateKey } from '../../src/app-package/keys/private-key';
import { machineKeyProblem, readPublicKey } from '../../src/app-package/keys/public-key';
import * as limits from '../../src/app-package/limits';
import { packageMetadata } from '../../src/app-package/package-metadata';
import { payloadPathProblem } from '../../src/app-package/payload/payload-path';
import { PayloadTree } from '../../src/app-package/payload/payload-tree';
import {
  RECIPIENTS_FOLDER,
  SEALED_PAYLOAD_NAME,
  SEAL_NAME,
  tarEntry as held,
} from '../../src/app-package/sealed/sealed-layout';
import { runs } from '../exhaustive';
import {
  chunks,
  collect,
  failure,
  keyPair,
  open,
  outerArchive,
  pack,
  tar,
  tarEntry,
  temporaryFolder,
  writeFiles,
} from './workbench';

const folder = temporaryFolder();

async function refusal(bytes: Buffer | string): Promise<string> {
  fs.writeFileSync(folder.path('p'), bytes);
  return failure(open(folder.path('p'), folder.path('out')));
}

/** A package with the entries of a sealed one, and no key that opens it. */
function sealed(recipients: Iterable<[string, number]>, sizes: Partial<Record<string, number>> = {}): Buffer {
  const sized = (name: string, size: number): Buffer => held(name, Buffer.alloc(sizes[name] ?? size, 'x'));
  return Buffer.concat([
    sized('MANIFEST.JSON', 2),
    ...[...recipients].map(([name, size]) => held(`${RECIPIENTS_FOLDER}${name}`, Buffer.alloc(size))),
    sized(SEAL_NAME, 32),
    sized(SEALED_PAYLOAD_NAME, 100),
    ...(sizes['SIGNATURE.JWS'] === undefined ? [] : [sized('SIGNATURE.JWS', 0)]),
    TAR_END,
  ]);
}

function* machines(count: number, size = 256): Generator<[string, number]> {
  for (let i = 0; i < count; i += 1) yield [`m${String(i).padStart(6, '0')}`, size];
}

describe('a sealed package is limited in', () => {
  test('its machines, and the error lists only some of them', async () => {
    const count = runs(20, limits.MAX_RECIPIENTS);
    const message = await refusal(sealed(machines(count, 1)));
    expect(message).toContain('has no key for machine "gateway-7": it is for "m000000", "m000001"');
    expect(message).toContain(`"m000009" and ${count - 10} more`);
    expect(message).toMatch(/more$/);
    expect(await refusal(sealed(machines(limits.MAX_RECIPIENTS + 1, 1)))).toContain(
      'is for more than 10000 machines: the limit',
    );
  }, 60_000);

  test.each([
    ['MANIFEST.JSON', limits.MAX_MANIFEST_SIZE],
    ['SIGNATURE.JWS', limits.MAX_SIGNATURE_SIZE],
    [SEAL_NAME, 32],
  ])('%s', async (name, limit) => {
    expect(await refusal(sealed(machines(1), { [name]: limit }))).not.toContain('the limit');
    expect(await refusal(sealed(machines(1), { [name]: limit + 1 }))).toContain(
      `has "${name}" of ${limit + 1} bytes: the limit is ${limit}`,
    );
  });

  test('a wrapped key', async () => {
    expect(await refusal(sealed([['m', limits.MAX_WRAPPED_KEY_SIZE]]))).toContain('has no key for machine');
    expect(await refusal(sealed([['m', limits.MAX_WRAPPED_KEY_SIZE + 1]]))).toContain(
      'has "recipients/m" of 1025 bytes: the limit is 1024',
    );
  });

  test('nothing by the size of a missing entry', async () => {
    const head = encodeHeader(fileHeader('MANIFEST.JSON', 2));
    for (const name of ['recipients/m', SEALED_PAYLOAD_NAME])
      for (const size of [2 ** 40, 2 ** 48 - 1]) {
        const message = await refusal(Buffer.concat([head, Buffer.alloc(512), encodeHeader(fileHeader(name, size))]));
        expect(message).toMatch(/is truncated|the limit is|is damaged/);
      }
  });

  test('a size that needs 64 bits', async () => {
    const header = encodeHeader(fileHeader(SEALED_PAYLOAD_NAME, 0));
    header.fill(0, 124, 136).writeUInt8(0x80, 124);
    header.writeUIntBE(2 ** 21 - 1, 124 + 4, 4);
    header.writeUIntBE(2 ** 32 - 1, 124 + 8, 4);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect(await refusal(Buffer.concat([held('MANIFEST.JSON', Buffer.from('{}')), header]))).toMatch(/is truncated$/);
  });
});

describe('an old package is limited in', () => {
  const payload = tarEntry('data.enc', {}, Buffer.alloc(32));

  test('its machines', async () => {
    const names = ['data.enc', ...Array.from({ length: 2 * limits.MAX_RECIPIENTS + 3 }, (_, i) => `m${i}`)];
    const entries = names.map((name) => held(name, Buffer.alloc(128)));
    expect(await refusal(gzipSync(Buffer.concat([...entries, TAR_END]), { level: 1 }))).toContain(
      'is for more than 10000 machines: the limit',
    );
  }, 60_000);

  test.each([
    ['MANIFEST.JSON', limits.MAX_MANIFEST_SIZE],
    ['SIGNATURE.JWS', limits.MAX_SIGNATURE_SIZE],
  ])('%s', async (name, limit) => {
    const with_ = async (size: number): Promise<string> =>
      failure(
        open(await outerArchive(folder.path('p'), payload, tarEntry(name, {}, Buffer.alloc(size))), folder.path('out')),
      );
    expect(await with_(limit)).not.toContain('the limit');
    expect(await with_(limit + 1)).toContain(`contains ${name} of ${limit + 1} bytes: the limit is ${limit}`);
  });

  test('the paths of its entries', async () => {
    const path = 'x/'.repeat(limits.MAX_PATH_SIZE / 2);
    const long = tarEntry('l', { kind: TarKind.GNU_LONG_NAME }, `${path}y`);
    expect(
      await failure(open(await outerArchive(folder.path('p'), payload, long, tarEntry('z')), folder.path('out'))),
    ).toContain('has a path of 2049 bytes: the limit is 2048');
  });

  test('the names in an error', async () => {
    const payloads = Array.from({ length: 15 }, (_, i) => tarEntry(`${i}.gz`));
    expect(await failure(open(await outerArchive(folder.path('p'), ...payloads), folder.path('out')))).toMatch(
      /contains 15 payloads, "0\.gz" and .*"9\.gz" and 5 more: only one is allowed$/,
    );
  });
});

describe('an age header is limited in', () => {
  const identity = AgeIdentity.generate();
  const read = (header: string): Promise<string> => failure(collect(decryptAge(chunks(header), identity)));
  const stanza = `-> X25519 CQ${'A'.repeat(41)}\n${'A'.repeat(43)}\n`;
  const file = (stanzas: string): string => `age-encryption.org/v1\n${stanzas}--- ${'A'.repeat(43)}\n`;

  test('its recipients', async () => {
    expect(await read(file(stanza.repeat(limits.MAX_AGE_STANZAS)))).toContain('cannot be decrypted');
    expect(await read(file(stanza.repeat(limits.MAX_AGE_STANZAS + 1)))).toBe(
      'has an age header with more than 64 recipients: the limit',
    );
  });

  test('one recipient', async () => {
    const body = (lines: number): string => `-> grease\n${`${'A'.repeat(64)}\n`.repeat(lines)}\n`;
    expect(await read(file(body(62)))).toContain('cannot be decrypted');
    expect(await read(file(body(64)))).toBe('has an age header with a recipient of more than 4096 bytes: the limit');
  });

  test('its bytes, whatever their content', async () => {
    expect(await read('x'.repeat(limits.MAX_AGE_HEADER_SIZE))).toBe(
      'has an age header of more than 65536 bytes: the limit',
    );
    expect(await read('x'.repeat(limits.MAX_AGE_HEADER_SIZE - 1))).toContain('cannot be decrypted');
  });

  test('a key as text', () => {
    expect(AgeIdentity.parse(identity.text)?.secret.equals(identity.secret)).toBe(true);
    expect(AgeIdentity.parse(`AGE-SECRET-KEY-1${'Q'.repeat(1_000_000)}`)).toBeUndefined();
  });
});

describe('a tar archive is limited in', () => {
  async function names(bytes: Buffer): Promise<string[]> {
    const found: string[] = [];
    for await (const { name } of readTar(chunks(bytes))) found.push(name);
    return found;
  }
  const pax = (records: string) => tarEntry('x', { kind: TarKind.PAX }, records);

  test('extended headers before one entry', async () => {
    const entries = (count: number) => [...Array.from({ length: count }, () => pax('6 a=b\n')), tarEntry('a')];
    expect(
      await names(await tar(...entries(limits.MAX_EXTENDED_HEADERS), ...entries(limits.MAX_EXTENDED_HEADERS))),
    ).toEqual(['a', 'a']);
    expect(await failure(tar(...entries(limits.MAX_EXTENDED_HEADERS + 1)).then(names))).toBe(
      'has more than 8 extended headers before one entry: the limit',
    );
  });

  test('the records of a pax header, even with the same name', async () => {
    expect(await names(await tar(pax('6 a=b\n'.repeat(limits.MAX_PAX_RECORDS)), tarEntry('a')))).toEqual(['a']);
    expect(await failure(tar(pax('6 a=b\n'.repeat(limits.MAX_PAX_RECORDS + 1)), tarEntry('a')).then(names))).toBe(
      'has an extended header with more than 256 records: the limit',
    );
  });

  test('an extended header', async () => {
    const long = (size: number) => tarEntry('x', { kind: TarKind.GNU_LONG_NAME }, 'n'.repeat(size));
    expect((await names(await tar(long(limits.MAX_EXTENDED_HEADER_SIZE), tarEntry('a'))))[0]).toHaveLength(65536);
    expect(await failure(tar(long(limits.MAX_EXTENDED_HEADER_SIZE + 1), tarEntry('a')).then(names))).toBe(
      'has an extended header of 65537 bytes: the limit is 65536',
    );
  });
});

describe('a payload is limited in', () => {
  const file = (name: string) => ({ ...fileHeader(name, 0) });

  test('the bytes and the parts of a path', () => {
    const parts = (count: number): string => Array<string>(count).fill('a').join('/');
    expect(payloadPathProblem(parts(limits.MAX_PATH_DEPTH))).toBeUndefined();
    expect(payloadPathProblem(parts(limits.MAX_PATH_DEPTH + 1))).toMatch(
      /has a path of 101 parts, .*: the limit is 100$/,
    );
    const long = (last: number): string => `${`${'é'.repeat(100)}/`.repeat(10)}${'x'.repeat(last)}`;
    expect(payloadPathProblem(long(38))).toBeUndefined();
    expect(payloadPathProblem(long(39))).toMatch(/has a path of 2049 bytes, .*: the limit is 2048$/);
    expect(payloadPathProblem('x'.repeat(256))).toMatch(/has a name of 256 bytes, .*: the limit is 255$/);
  });

  test('its entries, including folders that exist only in a path', () => {
    const tree = new PayloadTree({ maxEntries: 5 });
    tree.add(file('a/b/c'));
    tree.add(file('a/b/d'));
    expect(() => tree.add(file('x/y'))).toThrow('has more than 5 entries: the limit of --max-entries');
  });
});

describe('a key file is limited in', () => {
  const noPassphrase = (): Promise<string> => Promise.reject(new Error('asked for'));

  test('its bytes, so that an endless device is not read further', async () => {
    const pem = String(keyPair('gateway-7').publicKey.export({ type: 'spki', format: 'pem' }));
    fs.writeFileSync(folder.path('k.pem'), pem.padEnd(limits.MAX_KEY_FILE_SIZE, '\n'));
    expect(readPublicKey(folder.path('k.pem')).asymmetricKeyType).toBe('rsa');
    fs.appendFileSync(folder.path('k.pem'), '\n');
    expect(() => readPublicKey(folder.path('k.pem'))).toThrow(/k\.pem": is larger than 65536 bytes: the limit$/);
    expect(() => readPublicKey('/dev/zero')).toThrow('is larger than 65536 bytes: the limit');
    expect(await failure(readPrivateKey('/dev/zero', noPassphrase))).toContain('is larger than 65536 bytes: the limit');
  });

  test('its bits', () => {
    expect(machineKeyProblem(keyPair('gateway-7').publicKey)).toBeUndefined();
    const large = { asymmetricKeyType: 'rsa', asymmetricKeyDetails: { modulusLength: limits.MAX_RSA_BITS + 1 } };
    expect(machineKeyProblem(large as never)).toBe('is an RSA key of 8193 bits: the limit is 8192');
    large.asymmetricKeyDetails.modulusLength = limits.MAX_RSA_BITS;
    expect(machineKeyProblem(large as never)).not.toContain('the limit');
  });
});

test('a package cannot be packed beyond the limits of opening', async () => {
  const blob = (size: number): object => ({ blob: 'x'.repeat(size) });
  const empty = packageMetadata('web', '1', blob(0));
  const overhead = Buffer.byteLength(`${JSON.stringify(empty.manifest, null, 2)}\n`);
  expect(() => packageMetadata('web', '1', blob(limits.MAX_MANIFEST_SIZE - overhead))).not.toThrow();
  expect(() => packageMetadata('web', '1', blob(limits.MAX_MANIFEST_SIZE - overhead + 1))).toThrow(
    'has a MANIFEST.JSON of 1048577 bytes: the limit is 1048576',
  );
  writeFiles(folder.path('files'), { a: 'text' });
  const many = Array.from({ length: limits.MAX_RECIPIENTS + 1 }, (_, i) => ({
    name: `m${i}`,
    key: keyPair('gateway-7').publicKey,
  }));
  expect(
    await failure(pack(folder.path('files'), folder.path('p'), { machines: many, form: AppPackageForm.SEALED })),
  ).toContain('is for 10001 machines: the limit is 10000');
});

describe('an answer of Parsec is limited in', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });

  /** Answers requests with these bytes, one after the other. */
  async function parsec(...answer: Buffer[]): Promise<string> {
    const path = folder.path('parsec.sock');
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        for (const part of answer) socket.write(part);
      });
    });
    await new Promise<void>((listening) => server?.listen(path, listening));
    return path;
  }

  function header(bodySize: number, change: (bytes: Buffer) => void = () => undefined): Buffer {
    const bytes = Buffer.alloc(36);
    bytes.writeUInt32LE(0x5ec0a710);
    bytes.writeUInt16LE(30, 4);
    bytes.writeUInt8(1, 6);
    bytes.writeUInt32LE(bodySize, 22);
    change(bytes);
    return bytes;
  }

  const REQUEST = { provider: 0, opcode: 0x1a, body: Buffer.alloc(0) };

  test('its bytes, according to its header', async () => {
    const body = Buffer.alloc(limits.MAX_PARSEC_ANSWER_SIZE, 'x');
    const { body: read } = await askParsec(await parsec(header(body.length), body), REQUEST);
    expect(read.equals(body)).toBe(true);
    server?.close();
    const path = await parsec(header(limits.MAX_PARSEC_ANSWER_SIZE + 1));
    expect(await failure(askParsec(path, REQUEST))).toBe('its answer of 1048577 bytes exceeds the limit of 1048576');
  });

  test('its time, even if bytes keep arriving', async () => {
    const path = await parsec(header(1000));
    const drip = setInterval(() => (sockets[0]?.bytesWritten ? sockets[0].write('x') : false), 20);
    expect(await failure(askParsec(path, REQUEST, 300))).toBe('Parsec does not answer within 0.3 seconds');
    clearInterval(drip);
  });

  test('its end: later bytes are not read, and the connection may stay open', async () => {
    const { body } = await askParsec(await parsec(Buffer.concat([header(2), Buffer.from('abcd')])), REQUEST);
    expect(body.toString()).toBe('ab');
  });

  test.each<[string, (bytes: Buffer) => void]>([
    ['another magic number', (bytes) => bytes.writeUInt8(0, 0)],
    ['another size of the header', (bytes) => bytes.writeUInt16LE(31, 4)],
    ['another version', (bytes) => bytes.writeUInt8(2, 6)],
  ])('its form, and must not have %s', async (_what, change) => {
    expect(await failure(askParsec(await parsec(header(0, change)), REQUEST))).toBe('the answer is not from Parsec');
  });

  test('the number of a provider', async () => {
    const keys = bytesField(1, Buffer.concat([numberField(1, 256), bytesField(2, 'edge')]));
    const key = new ParsecMachineKey('edge', await parsec(header(keys.length), keys));
    expect(await failure(key.fingerprint())).toContain('the answer is not from Parsec');
  });
});
