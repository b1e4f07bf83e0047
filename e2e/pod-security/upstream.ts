import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { cached } from '../../scripts/lib/repository';
import { goCommand } from '../cluster/go-build';
import { timed } from '../cluster/timed';

/** Pod to check, with its policy. */
export interface Question {
  readonly level: 'baseline' | 'restricted';
  readonly minor: number;
  readonly pod: object;
}

/** Returns the refusals of upstream's own code for each question, in the form of an API server: `reason (detail)`. */
export function askUpstream(questions: readonly Question[]): string[][] {
  const lines = command(program(), [], { input: questions.map((q) => JSON.stringify(q)).join('\n') });
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as string[]);
}

/** Returns the path of the program that runs upstream's code, and builds it if it is missing. */
function program(): string {
  const source = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) source.update(readFileSync(join(__dirname, file)));
  const folder = cached(`e2e/pod-security-${source.digest('hex').slice(0, 12)}`, (empty) => {
    timed('build pod-security', () =>
      goCommand(['-C', __dirname, 'build', '-trimpath', '-buildvcs=false', '-o', join(empty, 'pod-security'), '.']),
    );
  });
  return join(folder, 'pod-security');
}
