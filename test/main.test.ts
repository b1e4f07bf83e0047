import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DIST = resolve(__dirname, '../dist');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'main-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs main.ts with changed environment variables. */
async function synth(changes: NodeJS.ProcessEnv): Promise<void> {
  const before = process.env;
  process.env = { ...before, ...changes };
  try {
    await jest.isolateModulesAsync(async () => {
      await import('../src/main');
    });
  } finally {
    process.env = before;
  }
}

test('main.ts writes the committed files of dist/, byte for byte', async () => {
  await synth({ CDK8S_OUTDIR: folder });
  expect(readdirSync(folder).sort()).toEqual(['bob-and-alice.k8s.yaml', 'demo.k8s.yaml']);
  expect(readdirSync(DIST).sort()).toEqual(readdirSync(folder).sort());
  for (const file of readdirSync(folder))
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(DIST, file), 'utf8'));
});

test('main.ts binds Bob and Alice to the node that GATEWAY names', async () => {
  const other = join(folder, 'other');
  await synth({ CDK8S_OUTDIR: other, GATEWAY: '0161f6d1c2e5' });
  const text = (path: string): string => readFileSync(join(path, 'bob-and-alice.k8s.yaml'), 'utf8');
  expect(text(other)).toContain('nodeName: 0161f6d1c2e5');
  expect(text(other)).toBe(text(DIST).replaceAll('gateway-1', '0161f6d1c2e5'));
});
