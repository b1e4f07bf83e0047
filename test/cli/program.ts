import { join } from 'node:path';
import { BUNDLE } from '../bundle';

/** Path of the program `secure-edge`. */
export const SECURE_EDGE = join(BUNDLE, 'src/cli/secure-edge.js');
