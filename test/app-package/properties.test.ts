import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { machineNameProblem } from '../../src/app-package/machine-name';
import { keyPair, machineKey, open, pack, readFiles, temporaryFolder, writeFiles } from './workbench';
import { codePoint } from '../code-point';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const FORMS = [AppPackageForm.SEALED, AppPackageForm.CLEAR, AppPackageForm.ENCRYPTED];

/** Sizes at the end of a block, chunk or buffer. */
const EDGES = [0, 1, 15, 16, 17, 511, 512, 513, 4095, 4096, 65_519, 65_520, 65_535, 65_536, 65_537, 131_072, 300_000];

test.each(FORMS)('a %s package preserves files of any size', async (form) => {
  const files = Object.fromEntries(EDGES.map((size) => [`data/${size}`, randomBytes(size)]));
  writeFiles(folder.path('files'), files);
  await open(await pack(folder.path('files'), folder.path('p'), { form }), folder.path('out'));
  expect(readFiles(folder.path('out'))).toEqual(readFiles(folder.path('files')));
});

const path = fc
  .array(fc.stringMatching(/^[^/\\\u0000-\u001f\u007f-\u009f]{1,40}$/u), { minLength: 1, maxLength: 3 })
  .filter((parts) => !parts.some((part) => part === '.' || part === '..'))
  .map((parts) => parts.join('/'));
const content = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(...EDGES).map((size) => Buffer.alloc(size, 'x')),
);

test.each(FORMS)('a %s package preserves any names of files', async (form) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(path, content), { minLength: 1, maxLength: 4 }), async (files) => {
      // separate folders, because names that some system treats as equal are rejected
      const named = Object.fromEntries(files.map(([name, bytes], i) => [`${i}/${name}`, Buffer.from(bytes)]));
      for (const old of ['files', 'out', 'p']) fs.rmSync(folder.path(old), { recursive: true, force: true });
      writeFiles(folder.path('files'), named);
      await open(await pack(folder.path('files'), folder.path('p'), { form }), folder.path('out'));
      expect(readFiles(folder.path('out'))).toEqual(readFiles(folder.path('files')));
    }),
    { numRuns: 10 },
  );
});

test.each([AppPackageForm.SEALED, AppPackageForm.ENCRYPTED])(
  'a %s package supports machines with any name',
  async (form) => {
    const { publicKey } = keyPair('gateway-7');
    const names = fc
      .string({ unit: codePoint, minLength: 1, maxLength: 24 })
      .filter((name) => machineNameProblem(name.normalize(), form) === undefined)
      .map((name) => name.normalize());
    writeFiles(folder.path('files'), { 'docker-compose.yml': 'x' });
    await fc.assert(
      fc.asyncProperty(names, async (machine) => {
        for (const old of ['out', 'p']) fs.rmSync(folder.path(old), { recursive: true, force: true });
        await pack(folder.path('files'), folder.path('p'), { form, machines: [{ name: machine, key: publicKey }] });
        await open(folder.path('p'), folder.path('out'), { opener: { machine, key: machineKey('gateway-7') } });
        expect(readFiles(folder.path('out'))).toEqual({ 'docker-compose.yml': 'x' });
      }),
      { numRuns: 20 },
    );
  },
);

test('the same files give the same clear package, regardless of their times', async () => {
  writeFiles(folder.path('files'), { 'docker-compose.yml': 'x', 'b/c': 'y', 'b-a': 'z' });
  const first = fs.readFileSync(await pack(folder.path('files'), folder.path('p'), { form: AppPackageForm.CLEAR }));
  fs.utimesSync(folder.path('files/b-a'), 1, 1);
  fs.chmodSync(folder.path('files/b/c'), 0o664);
  const second = fs.readFileSync(await pack(folder.path('files'), folder.path('q'), { form: AppPackageForm.CLEAR }));
  expect(second.equals(first)).toBe(true);
});
