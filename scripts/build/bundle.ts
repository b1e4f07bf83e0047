/** Bundles the program into the folder of the build. */
import { join } from 'node:path';
import { ROOT } from '../lib/repository';
import { bundleProgram } from './program-bundles';

void bundleProgram(join(ROOT, 'lib/src/cli'));
