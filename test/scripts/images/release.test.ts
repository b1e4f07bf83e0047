import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ownImages } from '../../../scripts/images/own-image';
import { ROOT } from '../../../scripts/lib/repository';

const TEXT = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');

interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly image: readonly string[] } };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}
const { jobs } = parse(TEXT) as { readonly jobs: Readonly<Record<string, Job>> };

test('every image gets a provenance', () => {
  expect(jobs['image-provenance']?.strategy?.matrix.image).toEqual(ownImages().map(({ name }) => name));
});

test('the package is published after the images that its manifests name', () => {
  expect(jobs['publish']?.needs).toContain('image-provenance');
  expect(jobs['image-provenance']?.needs).toBe('publish-images');
});

test('a job that may publish installs no dependency and builds nothing', () => {
  const publishers = Object.values(jobs).filter(({ permissions = {} }) => Object.values(permissions).includes('write'));
  expect(publishers).toHaveLength(3);
  for (const { steps = [] } of publishers)
    for (const { run = '' } of steps) expect(run).not.toMatch(/\b(npm (ci|install|run)|npx|go (run|build))\b/);
});

test('every action is pinned to a commit', () => {
  const actions = Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(actions.length).toBeGreaterThan(10);
  for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/);
});

test('the release signs with the version of cosign that the registry test runs', () => {
  const [, tested] = /^\s*github\.com\/sigstore\/cosign\/v3 (v\S+)/m.exec(
    readFileSync(join(ROOT, 'e2e/registry/cosign/go.mod'), 'utf8'),
  )!;
  expect(TEXT).toContain(`cosign-release: ${tested}\n`);
});
