import { readFileSync } from 'node:fs';
import { constants, Script } from 'node:vm';
import { commandWord } from './command-word';

/** Names of the files that contain the program, without their extension. */
export const BUNDLES = {
  /** Only `secure-edge check`, which starts faster. */
  check: 'secure-edge.check.bundle',
  all: 'secure-edge.bundle',
} as const;

type BundleName = (typeof BUNDLES)[keyof typeof BUNDLES];

/** Returns the name of the bundle for a command line. */
export function bundleFor(args: ReadonlyArray<string>): BundleName {
  return commandWord(args) === 'check' ? BUNDLES.check : BUNDLES.all;
}

/** Extension of the file with the code that V8 compiled from a bundle when the package was built. */
export const CODE_EXTENSION = '.cache';

/** Function around the bundle, which is the only expression of its file. */
type Bundle = (require: NodeJS.Require) => void;

/**
 * Loads the bundle from a folder of the package. Uses the compiled code beside it if the same Node.js compiled it. Never uses
 * code from another folder, because who can write compiled code can run it.
 */
export function compiledBundle(folder: string, name: BundleName): { script: Script; run: Bundle } {
  const filename = `${folder}/${name}.js`;
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    cachedData: codeIn(`${folder}/${name}${CODE_EXTENSION}`),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return { script, run: script.runInThisContext() as Bundle };
}

/** Returns the content of the file with compiled code: the build of Node.js that it is for, a line break, and the code. */
export function codeCache(script: Script): Buffer {
  return Buffer.concat([Buffer.from(`${nodeBuild()}\n`), script.createCachedData()]);
}

/** Returns the compiled code in a file; undefined if there is none for this Node.js. */
function codeIn(file: string): Buffer | undefined {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch {
    return undefined;
  }
  const end = content.indexOf('\n');
  return end >= 0 && content.toString('utf8', 0, end) === nodeBuild() ? content.subarray(end + 1) : undefined;
}

/** Returns a text without line breaks that is different for each build of Node.js, because V8 compares only its own version. */
function nodeBuild(): string {
  const { arch, platform, versions, config } = process;
  return JSON.stringify({ arch, platform, versions, config });
}
