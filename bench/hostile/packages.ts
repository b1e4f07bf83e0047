import { createHmac } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { BLOCK, encodeHeader, TarKind } from '../../src/app-package/archive/tar-header';
import { fileHeader, TAR_END } from '../../src/app-package/archive/tar-writer';
import { inspectPackage } from '../../src/app-package/inspect-package';
import { ParsecMachineKey } from '../../src/app-package/keys/parsec-machine-key';
import { PrivateMachineKey } from '../../src/app-package/keys/private-machine-key';
import { numberField } from '../../src/app-package/keys/protobuf';
import { readPublicKey } from '../../src/app-package/keys/public-key';
import { SEALED_PAYLOAD_NAME, SEAL_NAME, tarEntry } from '../../src/app-package/sealed/sealed-layout';
import { machine, MACHINE, packageBytes, type FuzzPackage } from '../../e2e/fuzz/package-file';
import type { HostileInput, Read } from './input';

const folder = fs.mkdtempSync(join(tmpdir(), 'bench-hostile-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const opener = { machine: MACHINE, key: new PrivateMachineKey(machine.privateKey, 'key') };

function inspected(bytes: Buffer): () => Promise<unknown> {
  const path = join(folder, 'package');
  fs.writeFileSync(path, bytes);
  return () => inspectPackage(path, {}, opener);
}

const SOUND: FuzzPackage = {
  form: AppPackageForm.CLEAR,
  manifest: '{"name":"web","version":"1"}',
  others: [],
  stanzas: '',
  key: undefined,
  signature: null,
  isCompressed: true,
};

/** A clear package around a tar archive that repeats one piece until its compressed form has this size. */
function repeated(bytes: number, piece: (index: number) => Buffer): Buffer {
  const unit = 2000;
  const some = Buffer.concat(Array.from({ length: unit }, (_, i) => piece(i)));
  const units = Math.max(1, Math.floor(bytes / gzipSync(some, { level: 9 }).length));
  const pieces = Array.from({ length: units * unit }, (_, i) => piece(i));
  return clear(Buffer.concat([...pieces, TAR_END]));
}

function clear(tar: Buffer): Buffer {
  const payload = gzipSync(tar, { level: 9 });
  const entries = [
    tarEntry('MANIFEST.JSON', Buffer.from(SOUND.manifest)),
    tarEntry('payload.tar.gz', payload),
    TAR_END,
  ];
  return gzipSync(Buffer.concat(entries), { level: 0 });
}

function image(config: string): Buffer {
  const list = Buffer.from('[{"Config":"config.json"}]');
  const tar = Buffer.concat([tarEntry('config.json', Buffer.from(config)), tarEntry('manifest.json', list), TAR_END]);
  return clear(Buffer.concat([tarEntry('image.tar', tar), TAR_END]));
}

function header(name: string, kind: TarKind, size = 0): Buffer {
  return encodeHeader({ ...fileHeader(name, size), kind });
}

const digit = (index: number): string => createHmac('md5', 'name').update(String(index)).digest('hex').slice(0, 8);

async function parsec(bytes: number): Promise<() => Promise<unknown>> {
  const body = Buffer.alloc(bytes, numberField(1, 1));
  const head = Buffer.alloc(36);
  head.writeUInt32LE(0x5ec0a710);
  head.writeUInt16LE(30, 4);
  head.writeUInt8(1, 6);
  head.writeUInt32LE(body.length, 22);
  const path = join(folder, 'socket');
  const server = createServer((socket) => socket.once('data', () => socket.end(Buffer.concat([head, body]))));
  await new Promise<void>((listening) => server.unref().listen(path, listening));
  return () => new ParsecMachineKey('edge', path).fingerprint();
}

const SEALED = 'sealed package';
const CLEAR = 'clear package';

/** The readers of packages, keys and answers of Parsec. */
export const PACKAGE_INPUTS: ReadonlyArray<HostileInput> = [
  {
    reader: SEALED,
    name: 'machines with empty keys',
    prepare: (bytes: number): Read => {
      const count = Math.floor(bytes / BLOCK) - 8;
      const keys = Array.from({ length: count }, (_, i) =>
        tarEntry(`recipients/m${String(i).padStart(6, '0')}`, Buffer.alloc(0)),
      );
      const seal = [tarEntry(SEAL_NAME, Buffer.alloc(32)), tarEntry(SEALED_PAYLOAD_NAME, Buffer.alloc(1))];
      return inspected(Buffer.concat([tarEntry('MANIFEST.JSON', Buffer.from('{}')), ...keys, ...seal, TAR_END]));
    },
  },
  {
    reader: SEALED,
    name: 'age header full of recipients',
    prepare: (bytes: number): Read => {
      const stanza = `-> X25519 CQ${'A'.repeat(41)}\n${'A'.repeat(43)}\n`;
      const stanzas = stanza.repeat(Math.floor(bytes / stanza.length));
      return inspected(packageBytes({ ...SOUND, form: AppPackageForm.SEALED, stanzas }, TAR_END));
    },
  },
  {
    reader: SEALED,
    name: 'brackets as signature header',
    prepare: (bytes: number): Read => {
      const signature = { header: '['.repeat(Math.floor(bytes * 0.7)) };
      return inspected(packageBytes({ ...SOUND, form: AppPackageForm.SEALED, signature }, TAR_END));
    },
  },
  {
    reader: 'encrypted package',
    name: 'lock keys of machines without end',
    prepare: (bytes: number): Read => {
      const keys = Array.from({ length: Math.floor(bytes / 20) }, (_, i) => tarEntry(digit(i), Buffer.alloc(128)));
      const payload = tarEntry('payload.tar.gz.enc', Buffer.alloc(32));
      return inspected(gzipSync(Buffer.concat([payload, ...keys, TAR_END]), { level: 9 }));
    },
  },
  {
    reader: CLEAR,
    name: 'one file of zeros',
    prepare: (bytes: number): Read => {
      const zeros = Buffer.alloc(bytes * 1000);
      return inspected(
        clear(
          Buffer.concat([header('a', TarKind.FILE, zeros.length), zeros, Buffer.alloc(-zeros.length & 511), TAR_END]),
        ),
      );
    },
  },
  {
    reader: CLEAR,
    name: 'empty files',
    prepare: (bytes: number): Read => inspected(repeated(bytes, (i) => header(String(i), TarKind.FILE))),
  },
  {
    reader: CLEAR,
    name: 'files in deep folders of their own',
    prepare: (bytes: number): Read =>
      inspected(repeated(bytes, (i) => header(`${digit(i)}/${'d/'.repeat(44)}f`, TarKind.FILE))),
  },
  {
    reader: CLEAR,
    name: 'pax headers full of records',
    prepare: (bytes: number): Read => {
      const records = Buffer.alloc(1536, '6 a=b\n');
      const pax = Buffer.concat([header('p', TarKind.PAX, records.length), records]);
      return inspected(repeated(bytes, (i) => Buffer.concat([pax, header(String(i), TarKind.FILE)])));
    },
  },
  {
    reader: CLEAR,
    name: 'links through one long way',
    prepare: (bytes: number): Read => {
      const link = (name: string): Buffer =>
        encodeHeader({ name, kind: TarKind.SYMBOLIC_LINK, size: 0, mode: 0o777, link: `${'a/../'.repeat(19)}b` });
      return inspected(repeated(bytes, (i) => link(String(i))));
    },
  },
  {
    reader: 'image archive',
    name: 'environment of secrets',
    prepare: (bytes: number): Read => {
      const env = Array.from({ length: Math.floor(bytes / 20) }, (_, i) => `"${digit(i)}_TOKEN=x"`);
      return inspected(image(`{"config":{"User":"1","Env":[${env.join(',')}]}}`));
    },
  },
  {
    reader: 'image archive',
    name: 'one text of assignments',
    prepare: (bytes: number): Read =>
      inspected(image(`{"history":[{"created_by":"${'A_TOKEN=x '.repeat(Math.min(400_000, bytes * 10))}"}]}`)),
  },
  {
    reader: 'image archive',
    name: 'layers that gzip packed twice',
    prepare: (bytes: number): Read => {
      const zeros = Buffer.alloc(8 * 1024 * 1024);
      const layer = gzipSync(Buffer.concat([header('z', TarKind.FILE, zeros.length), zeros, TAR_END]), { level: 9 });
      const layers = Array.from({ length: Math.floor(bytes / 100) }, (_, i) => tarEntry(`${i}.tar`, layer));
      const archive = gzipSync(Buffer.concat([...layers, TAR_END]), { level: 9 });
      return inspected(clear(Buffer.concat([tarEntry('image.tar.gz', archive), TAR_END])));
    },
  },
  { reader: 'Parsec', name: 'empty keys', prepare: parsec },
  {
    reader: 'key file',
    name: 'base64 without a key',
    prepare: (bytes: number): Read => {
      const file = join(folder, 'key.pem');
      fs.writeFileSync(
        file,
        `-----BEGIN PUBLIC KEY-----\n${`${'A'.repeat(64)}\n`.repeat(Math.floor(bytes / 65))}-----END PUBLIC KEY-----\n`,
      );
      return () => readPublicKey(file);
    },
  },
];
