import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REGISTRY_TOOLS } from '../../src/registry/registry-tool';
import { SECURE_EDGE } from '../programs';
import { AMD64, CONFIGS, sha256 } from './fake-images';

const WEB = 'ghcr.io/acme/web';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tools-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a program that answers as a registry with one image does, and appends its arguments to a file. */
function program(name: string, works = true): void {
  const script = `#!/bin/sh
echo "$*" >>'${join(folder, 'log')}'
case $* in *blob* | *--config* | *'--format {{'*) printf %s '${CONFIGS.amd64}' ;; *) printf %s '${AMD64}' ;; esac
printf 'no such image' >&2
case $* in *gone*) exit 1 ;; *version*) exit ${works ? 0 : 1} ;; esac
`;
  writeFileSync(join(folder, name), script, { mode: 0o755 });
}

function lock(...args: string[]): { status: number | null; stderr: string; calls: string[] } {
  writeFileSync(join(folder, 'log'), '');
  const { status, stderr } = spawnSync(process.execPath, [SECURE_EDGE, 'images', 'lock', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: folder },
  });
  return { status, stderr, calls: readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') };
}

const digest = sha256(AMD64);
const config = sha256(CONFIGS.amd64);

test.each([
  ['crane', 'version', 'manifest ', `blob ${WEB}@${config}`],
  ['skopeo', '--version', 'inspect --raw docker://', `inspect --config --raw docker://${WEB}@${digest}`],
  ['regctl', 'version', 'manifest get --format raw-body ', `blob get ${WEB} ${config}`],
  ['oras', 'version', 'manifest fetch ', `blob fetch --output - ${WEB}@${config}`],
  [
    'docker',
    'buildx version',
    'buildx imagetools inspect --raw ',
    `buildx imagetools inspect --format {{json .Image}} ${WEB}@${digest}`,
  ],
])('%s reads the manifest by tag and by digest, and the configuration', (name, probe, before, last) => {
  program(name);
  const { status, stderr, calls } = lock(`web=${WEB}:1`);
  expect([status, stderr]).toEqual([0, `digests from ${name}\n`]);
  expect(calls).toEqual([probe, `${before}${WEB}:1`, `${before}${WEB}@${digest}`, last]);
  const { images } = JSON.parse(readFileSync(join(folder, 'images.lock.json'), 'utf8'));
  expect(images.web).toMatchObject({ digest, platforms: { 'linux/amd64': digest } });
});

test('skopeo may speak HTTP with a registry on the same machine', () => {
  program('skopeo');
  const local = lock('web=localhost:5000/acme/web:1').calls;
  expect(local[1]).toBe('inspect --tls-verify=false --raw docker://localhost:5000/acme/web:1');
  expect(lock('api=localhost.example:5000/acme/web:1').calls.at(-1)).toMatch(/^inspect --config --raw docker/);
});

test('the first program that works is used, or the requested one', () => {
  program('crane', false);
  program('skopeo');
  program('docker');
  expect(REGISTRY_TOOLS[0]).toBe('crane');
  expect(lock(`a=${WEB}:1`).stderr).toBe('digests from skopeo\n');
  expect(lock(`b=${WEB}:1`, '--tool', 'docker').stderr).toBe('digests from docker\n');
  expect(lock(`c=${WEB}:1`, '--tool', 'crane')).toMatchObject({
    status: 2,
    stderr: 'program "crane": crane version ended with 1: no such image: install it, or remove --tool\n',
  });
  expect(lock(`d=${WEB}:1`, '--tool', 'oras').stderr).toContain('oras version is not installed: install it');
});

test('without a program, the registry is read directly', () => {
  expect(lock('a=127.0.0.1:1/web:1')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('"a" (127.0.0.1:1/web:1): 127.0.0.1:1 cannot be reached'),
  });
});

test('a failure names the image and the command', () => {
  program('crane');
  expect(lock('x=ghcr.io/acme/gone:1')).toMatchObject({
    status: 2,
    stderr: 'images: "x" (ghcr.io/acme/gone:1): crane manifest ghcr.io/acme/gone:1 ended with 1: no such image\n',
  });
});
