/** True if a pack is specified by the file that exports it, such as `./own.js` or `own.mjs`. */
export function isPackFile(name: string): boolean {
  return /^[./]|\.[cm]?js$/.test(name);
}

/** True if a command line specifies such a pack. */
export function namesPackFile(args: ReadonlyArray<string>): boolean {
  return args.some((arg, i) =>
    arg.startsWith('--pack=') ? isPackFile(arg.slice('--pack='.length)) : args[i - 1] === '--pack' && isPackFile(arg),
  );
}
