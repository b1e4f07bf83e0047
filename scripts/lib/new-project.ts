import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { command, tryCommand } from './command';

/** Steps of a workflow of GitHub. */
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const WORKFLOW = '.github/workflows/manifests.yml';

/** Commands of the README of a new project that need a cluster. */
const NEEDS_CLUSTER = /^kubectl /;

/** Commit of the user who follows the README. */
const GIT = ['-c', 'user.name=user', '-c', 'user.email=user@example.com', '-c', 'commit.gpgsign=false'];

/**
 * Writes a project with `secure-edge init`, installs the packed package in it, and runs the commands of its README and the steps
 * of its workflow. Checks that the workflow rejects a new manifest that is not committed.
 * @param program the command `secure-edge`
 * @returns the first problem
 */
export function problemOfNewProject(program: string, tarball: string, parent: string): string | undefined {
  const folder = join(parent, 'shop');
  command(program, ['init', 'shop'], { cwd: parent });
  if (tryCommand(program, ['init', 'shop'], { cwd: parent }).ok) return 'secure-edge init overwrites a project';
  installFrom(folder, tarball);
  const shown = /^```sh\n([^]*?)^```$/m.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1] ?? '';
  const commands = shown.split('\n').filter((line) => line !== '' && !NEEDS_CLUSTER.test(line));
  if (commands.length < 4) return 'the README of a new project shows too few commands';
  const problem = firstProblem(commands, folder);
  if (problem !== undefined) return problem;

  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...GIT, 'commit', '--quiet', '--message=Start'],
  ])
    command('git', args, { cwd: folder });
  const steps = stepsOf(folder);
  const rejected = firstProblem(steps, folder);
  if (rejected !== undefined) return `the workflow rejects a new project: ${rejected}`;
  writeFileSync(
    join(folder, 'main.ts'),
    readFileSync(join(folder, 'main.ts'), 'utf8').replace(
      'app.synth();',
      `new Site(app, 'second', { images: ImageLock.fromFile('images.lock.json'), users: IdentityRegistry.fromFile('edge-identities.json') });\napp.synth();`,
    ),
  );
  const accepted = firstProblem(steps, folder);
  if (accepted?.includes('?? dist/second.k8s.yaml') === true) return undefined;
  return `the workflow does not report a new manifest: ${accepted ?? 'no problem'}`;
}

/** Replaces the version of this package, which may not be published yet, by the tarball. */
function installFrom(folder: string, tarball: string): void {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: Record<string, string> };
  manifest.devDependencies['cdk8s-secure-edge'] = `file:${tarball}`;
  writeFileSync(file, JSON.stringify(manifest));
}

function stepsOf(folder: string): string[] {
  const { jobs } = parse(readFileSync(join(folder, WORKFLOW), 'utf8')) as Workflow;
  return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
}

function firstProblem(commands: ReadonlyArray<string>, folder: string): string | undefined {
  const env = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false', CI: 'true' };
  for (const line of commands) {
    const { ok, stdout, stderr } = tryCommand('bash', ['-euo', 'pipefail', '-c', line], { cwd: folder, env });
    if (!ok) return `${line}:\n${stdout}${stderr}`;
  }
  return undefined;
}
