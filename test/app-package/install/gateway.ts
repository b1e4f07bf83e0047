import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { installPackage, type InstalledPackage } from '../../../src/app-package/install/install-package';
import type { InstallRequest } from '../../../src/app-package/install/install-request';
import { InstallTarget } from '../../../src/app-package/install/installation';
import { podSecurityJudge } from '../../../src/cli/package/pod-judge';
import { Target } from '../../../src/kubernetes/target';
import { machineKey, pack, signer, tar, tarEntry, writeFiles, type Files } from '../workbench';

/**
 * Substitute for every program that an installation calls. It records its arguments and its input, prints the text in its file
 * of answers, and fails while a file with its arguments exists.
 */
const PROGRAM = `#!/bin/sh
name=\${0##*/}
case $* in *--version*) exit 0 ;; esac
case $1 in load | apply | delete | get) read=1 ;; esac
case $* in *import*) read=1 ;; esac
sum=
[ -z "$read" ] || sum=$(sha256sum | cut -c 1-8)
echo "$name $* $sum" >>"$HERE/called"
for failure in "$HERE"/fail-*; do
  [ -e "$failure" ] || continue
  case "$name $* $sum" in *"\${failure#*/fail-}"*) echo "$name: out of order" >&2; exit 3 ;; esac
done
for answer in "$HERE"/say-*; do
  [ -e "$answer" ] || continue
  case "$name $*" in *"\${answer#*/say-}"*) cat "$answer"; exit 0 ;; esac
done
[ ! -e "$HERE/answer-$name" ] || cat "$HERE/answer-$name"
`;

/** A machine for a test: folders, and programs that record their calls. */
export class Gateway {
  constructor(
    private readonly folder: string,
    programs: readonly string[] = ['ctr'],
  ) {
    fs.mkdirSync(this.path('bin'));
    fs.mkdirSync(this.path('manifests'));
    for (const name of programs) this.addProgram(name);
    // sh and the programs that it calls, without a container engine of the test's machine
    for (const tool of ['sh', 'sha256sum', 'cut', 'cat']) fs.symlinkSync(which(tool), this.path('bin', tool));
    process.env['PATH'] = this.path('bin');
    process.env['HERE'] = folder;
  }

  public path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  public addProgram(name: string): void {
    fs.writeFileSync(this.path('bin', name), PROGRAM.replace('#!/bin/sh', `#!${which('sh')}`), { mode: 0o755 });
  }

  /** Lets calls with these arguments fail, or stops it. */
  public fails(words: string, isFailing = true): void {
    const file = this.path(`fail-${words}`);
    if (isFailing) fs.writeFileSync(file, '');
    else fs.rmSync(file);
  }

  public answers(program: string, text: string): void {
    fs.writeFileSync(this.path(`answer-${program}`), text);
  }

  /** Sets the answer to calls with these arguments, instead of the answer of the program. */
  public says(words: string, text: string): void {
    fs.writeFileSync(this.path(`say-${words}`), text);
  }

  /** Returns the calls since the last time. */
  public calls(): string[] {
    const file = this.path('called');
    if (!fs.existsSync(file)) return [];
    const lines = fs
      .readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim());
    fs.rmSync(file);
    return lines;
  }

  /** Returns all installed files with content, identity, mode and owner. */
  public state(): Record<string, string> {
    const roots = ['root', 'manifests'].filter((root) => fs.existsSync(this.path(root)));
    const files = roots.flatMap((root) =>
      fs
        .readdirSync(this.path(root), { recursive: true, encoding: 'utf8' })
        .map((file) => path.join(root, file))
        .map((file): [string, string] => [file, describeFile(this.path(file))]),
    );
    return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  public staticPods(): string[] {
    return fs.readdirSync(this.path('manifests')).sort();
  }

  public staticPod(name: string): string {
    return fs.readFileSync(this.path('manifests', name), 'utf8');
  }

  /** Packs some files to a signed package for this machine. */
  public async package(version: string, files: Files, name = 'web'): Promise<string> {
    const content = fs.mkdtempSync(this.path('content-'));
    writeFiles(content, files);
    const file = this.path(`${name}-${version}.pkg`);
    fs.rmSync(file, { force: true });
    const metadata = { name, version, manifest: { name, version } };
    return pack(content, file, { metadata, signingKey: signer.privateKey });
  }

  public install(file: string, request: Partial<InstallRequest> = {}): Promise<InstalledPackage> {
    return installPackage({
      path: file,
      limits: {},
      opener: { machine: 'gateway-7', key: machineKey('gateway-7') },
      trustedKey: signer.publicKey,
      root: this.path('root'),
      to: InstallTarget.STATIC_PODS,
      podFolder: this.path('manifests'),
      target: Target.kubernetes('1.37'),
      accepted: new Set(),
      judge: podSecurityJudge(Target.kubernetes('1.37')),
      acceptedPrivileges: new Set(),
      acceptedImages: new Set(),
      downgrade: false,
      now: '2026-01-02T03:04:05.000Z',
      dryRun: false,
      onProgress: () => undefined,
      onNotes: () => undefined,
      ...request,
    });
  }
}

function describeFile(file: string): string {
  const status = fs.lstatSync(file);
  if (status.isSymbolicLink()) return `link to ${fs.readlinkSync(file)}`;
  if (!status.isFile()) return 'folder';
  const { ino, uid, gid, mode, mtimeMs } = status;
  return [ino, uid, gid, mode.toString(8), mtimeMs, fs.readFileSync(file, 'latin1')].join(' ');
}

const SYSTEM = '/usr/local/bin:/usr/bin:/bin'.split(':');

function which(tool: string): string {
  const found = SYSTEM.map((folder) => path.join(folder, tool)).find((file) => fs.existsSync(file));
  if (found === undefined) throw new Error(`${tool} is missing`);
  return found;
}

/** Returns an archive of one image, in the form of docker save. */
export function imageArchive(tag: string | string[], content = ''): Promise<Buffer> {
  const manifest = [{ Config: 'config.json', RepoTags: [tag].flat(), Layers: [] }];
  return tar(
    tarEntry('config.json', {}, imageConfig(content)),
    tarEntry('manifest.json', {}, JSON.stringify(manifest)),
  );
}

function imageConfig(content: string): string {
  return JSON.stringify({ config: { User: '1000' }, content });
}

/** Returns the id of the image in {@link imageArchive}. */
export function imageId(content = ''): string {
  return createHash('sha256').update(imageConfig(content)).digest('hex');
}

/** Returns the manifest of a pod with one container. */
export function pod(name: string, spec: object = {}, container: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'localhost/web:1', ...container }], ...spec },
  });
}
