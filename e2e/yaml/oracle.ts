import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../scripts/lib/repository';
import { goCommand } from '../cluster/go-build';
import { timed } from '../cluster/timed';

/** kubectl's reading of a text. */
export interface Answer {
  /** Values of the documents that are not empty, up to the first unreadable one. */
  readonly documents: unknown[];
  /** Reason why the stream cannot be read to its end. */
  readonly error?: string;
  /** Objects that `kubectl apply` would send. */
  readonly objects: unknown[];
  /** Reason why a document is not an object. */
  readonly objectError?: string;
}

/** Returns kubectl's reading of each text. */
export function askKubectl(texts: ReadonlyArray<string>): Answer[] {
  const requests = texts.flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  const { status, error, stdout, stderr } = spawnSync(program(), {
    input: Buffer.concat(requests),
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`the oracle failed: ${stderr.toString()}`);
  const answers: Answer[] = [];
  for (let at = 0; at < stdout.length;) {
    const end = at + 4 + stdout.readUInt32BE(at);
    answers.push(JSON.parse(stdout.toString('utf8', at + 4, end)) as Answer);
    at = end;
  }
  return answers;
}

let built: string | undefined;

/** Returns the path of the program that runs kubectl's code, and builds it if it is missing. */
function program(): string {
  built ??= build();
  return built;
}

function build(): string {
  const source = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) source.update(readFileSync(join(__dirname, file)));
  const folder = cached(`e2e/yaml-${source.digest('hex').slice(0, 12)}`, (empty) => {
    timed('build yaml', () =>
      goCommand([
        '-C',
        __dirname,
        'build',
        '-trimpath',
        '-buildvcs=false',
        '-ldflags=-s -w',
        '-o',
        join(empty, 'yaml'),
        '.',
      ]),
    );
  });
  return join(folder, 'yaml');
}
