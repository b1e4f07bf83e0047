import { join } from 'node:path';

/** Folder of the programs that tests start. It is within the package, because they look up its version. */
export const BUNDLE = join(__dirname, '../.cache/test');

/** Path of the program `secure-edge`, bundled and compiled as it is published. */
export const SECURE_EDGE = join(BUNDLE, 'src/cli/bin.js');
