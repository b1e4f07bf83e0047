import { join } from 'node:path';
import { BUNDLE } from '../bundle';

/** `secure-edge` as a process is started with it. */
export const SECURE_EDGE = join(BUNDLE, 'src/cli/secure-edge.js');
