/** Writes the dist/ of every stack in examples/compose: the manifests, the cdk8s app and the report. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { convertStack, STACKS } from '../examples/compose/stacks';
import { ROOT } from './lib/repository';

async function main(): Promise<void> {
  for (const stack of STACKS) {
    const output = join(ROOT, 'examples/compose', stack.name, 'dist');
    rmSync(output, { recursive: true, force: true });
    await convertStack(stack, 'yaml', output);
    await convertStack(stack, 'typescript', output);
  }
}

void main();
