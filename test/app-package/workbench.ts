import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gzip } from '../../src/app-package/archive/gzip';
import { TarKind, type TarHeader } from '../../src/app-package/archive/tar-header';
import { writeTar, type TarInput } from '../../src/app-package/archive/tar-writer';
import { oldPackage, packPackage, type PackRequest } from '../../src/app-package/pack-package';
import { openPackage, type OpenedPackage, type OpenRequest } from '../../src/app-package/open-package';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { packageMetadata } from '../../src/app-package/package-metadata';
import { Payload } from '../../src/app-package/payload/payload';
import { UnpackTarget } from '../../src/app-package/payload/unpack';
import { PrivateMachineKey } from '../../src/app-package/keys/private-machine-key';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const made = new Map<string, KeyPair>();

/** Returns an RSA key pair, which is generated once for all tests in a file. */
export function keyPair(name: string, modulusLength = 2048): KeyPair {
  const there = made.get(name) ?? generateKeyPairSync('rsa', { modulusLength });
  made.set(name, there);
  return there;
}

export const signer = generateKeyPairSync('ed25519');

/** Creates a folder for each test, and removes it afterwards. */
export function temporaryFolder(): { readonly path: (...parts: string[]) => string } {
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'app-package-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
  return { path: (...parts) => path.join(folder, ...parts) };
}

export type Files = Readonly<Record<string, string | Buffer>>;

export function writeFiles(folder: string, files: Files): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Reads all files below a folder. */
export function readFiles(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((file) => path.join(file.parentPath, file.name))
      .map((file): [string, string] => [path.relative(folder, file), fs.readFileSync(file, 'latin1')])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export async function pack(folder: string, output: string, request: Partial<PackRequest> = {}): Promise<string> {
  const payload = new Payload('payload');
  payload.addFolder(folder);
  const form = request.form ?? AppPackageForm.SEALED;
  await packPackage({
    output,
    overwrite: false,
    form,
    metadata: packageMetadata('web', '1.2.3'),
    entries: payload.entries(),
    machines: form === AppPackageForm.CLEAR ? [] : [{ name: 'gateway-7', key: keyPair('gateway-7').publicKey }],
    ...request,
  });
  return output;
}

export function open(file: string, output: string, request: Partial<OpenRequest> = {}): Promise<OpenedPackage> {
  const opener = { machine: 'gateway-7', key: machineKey('gateway-7') };
  return openPackage({ path: file, limits: {}, opener, ...request }, new UnpackTarget(output));
}

export function machineKey(name: string): PrivateMachineKey {
  return new PrivateMachineKey(keyPair(name).privateKey, name);
}

export async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

export async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

/** Returns an entry of an archive, which may be invalid. */
export function tarEntry(name: string, header: Partial<TarHeader> = {}, body: string | Buffer = ''): TarInput {
  const size = Buffer.byteLength(body);
  return {
    header: { name, kind: TarKind.FILE, mode: 0o644, link: '', size, ...header },
    body: { [Symbol.asyncIterator]: () => chunks(body) },
  };
}

export function tar(...entries: TarInput[]): Promise<Buffer> {
  return collect(writeTar(entries));
}

/** Writes a clear package for the bytes of a tar archive. */
export async function clearPackage(file: string, payloadTar: Buffer): Promise<string> {
  const payload = await collect(gzip(chunks(payloadTar)));
  const bytes = oldPackage(
    Buffer.from('{"name":"web","version":"1.2.3"}'),
    new Map(),
    { name: 'payload.tar.gz', size: payload.length, bytes: () => chunks(payload) },
    [],
  );
  fs.writeFileSync(file, await collect(bytes));
  return file;
}

/** Writes the outer archive of an old package with any entries. */
export async function outerArchive(file: string, ...entries: TarInput[]): Promise<string> {
  fs.writeFileSync(file, await collect(gzip(writeTar(entries))));
  return file;
}

/** Returns the error message of a promise, or `no failure`. */
export function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error as Error).message,
  );
}
