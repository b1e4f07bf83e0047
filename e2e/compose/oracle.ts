import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../scripts/lib/repository';
import { goCommand } from '../cluster/go-build';
import { timed } from '../cluster/timed';

/** Project that the reference loads. */
export interface Request {
  readonly files: ReadonlyArray<string>;
  /** Variables, as `NAME=value`. */
  readonly environment: ReadonlyArray<string>;
  readonly profiles: ReadonlyArray<string>;
}

/** Reference's reading of a project: its JSON, or the reason why it is rejected. */
export interface Answer {
  readonly project?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** Returns the reference's reading of each project. */
export function askReference(requests: ReadonlyArray<Request>): Answer[] {
  const { status, error, stdout, stderr } = spawnSync(program(), {
    input: requests.map((request) => JSON.stringify(request)).join('\n'),
    maxBuffer: 2 ** 30,
    // the reference reads variables of its own process, too
    env: { HOME: process.env['HOME'] ?? '/root' },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`the reference failed: ${stderr.toString()}`);
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

let built: string | undefined;

/** Returns the path of the program that runs the reference's code, and builds it if it is missing. */
function program(): string {
  built ??= build();
  return built;
}

function build(): string {
  const source = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) source.update(readFileSync(join(__dirname, file)));
  const folder = cached(`e2e/compose-${source.digest('hex').slice(0, 12)}`, (empty) => {
    timed('build compose', () =>
      goCommand([
        '-C',
        __dirname,
        'build',
        '-trimpath',
        '-buildvcs=false',
        '-ldflags=-s -w',
        '-o',
        join(empty, 'compose'),
        '.',
      ]),
    );
  });
  return join(folder, 'compose');
}
