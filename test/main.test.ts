import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DIST = resolve(__dirname, '../dist');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'main-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('main.ts writes the committed files of dist/, byte for byte', async () => {
  const before = process.env['CDK8S_OUTDIR'];
  process.env['CDK8S_OUTDIR'] = folder;
  try {
    await import('../src/main');
  } finally {
    if (before === undefined) delete process.env['CDK8S_OUTDIR'];
    else process.env['CDK8S_OUTDIR'] = before;
  }
  expect(readdirSync(folder).sort()).toEqual(['bob-and-alice.k8s.yaml', 'demo.k8s.yaml']);
  expect(readdirSync(DIST).sort()).toEqual(readdirSync(folder).sort());
  for (const file of readdirSync(folder))
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(DIST, file), 'utf8'));
});
