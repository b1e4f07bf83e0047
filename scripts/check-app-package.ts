/** Changes every byte of a small sealed package, and cuts a package of each form at every byte: none of it may open. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { AppPackageForm } from '../src/app-package/app-package-form';
import { InputError } from '../src/diagnostics/input-error';
import { open, pack, signer, writeFiles } from '../test/app-package/workbench';

const FILES = { 'docker-compose.yml': 'version: "2"\n', 'data/text': 'some text' };

/** Returns the places where the file opened, or where opening crashed instead of rejecting the file. */
async function opened(file: string, bytes: ReadonlyArray<Buffer>): Promise<number[]> {
  const places: number[] = [];
  for (const [at, changed] of bytes.entries()) {
    fs.writeFileSync(file, changed);
    const refused = await open(file, `${file}.out`).then(
      () => false,
      (error: unknown) => error instanceof InputError,
    );
    if (!refused || fs.existsSync(`${file}.out`)) places.push(at);
  }
  return places;
}

function changedByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
  return changed;
}

async function failures(folder: string): Promise<number> {
  const files = writeFiles(join(folder, 'files'), FILES);
  const make = async (name: string, request: Parameters<typeof pack>[2]): Promise<Buffer> =>
    fs.readFileSync(await pack(files, join(folder, name), request));
  const packages = {
    sealed: await make('sealed', {}),
    'sealed and signed': await make('signed', { signingKey: signer.privateKey }),
    clear: await make('clear', { form: AppPackageForm.CLEAR }),
    encrypted: await make('encrypted', { form: AppPackageForm.ENCRYPTED }),
  };
  let failed = 0;
  for (const [name, bytes] of Object.entries(packages)) {
    const cut = Array.from(bytes, (_, length) => bytes.subarray(0, length));
    const changed = name.startsWith('sealed') ? Array.from(bytes, (_, at) => changedByte(bytes, at)) : [];
    for (const [what, variants] of Object.entries({ cut, changed })) {
      const places = await opened(join(folder, 'package'), variants);
      console.log(
        `${name}, ${what}: ${variants.length}, of them opened ${places.length} ${places.join(' ')}`.trimEnd(),
      );
      failed += places.length;
    }
  }
  return failed;
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'check-app-package-'));
  try {
    process.exitCode = (await failures(folder)) === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

void main();
