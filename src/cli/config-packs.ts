import { readFileSync } from 'node:fs';

/** True if the configuration file of a command line may name the file of a pack. A wrong guess only makes the start slower. */
export function configMayNamePackFile(args: ReadonlyArray<string>): boolean {
  const at = args.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const named = args[at]?.startsWith('--config=') === true ? args[at]?.slice('--config='.length) : args[at + 1];
  try {
    return /\.[cm]?js\b|\.\//.test(readFileSync((at < 0 ? undefined : named) ?? '.secure-edge.yaml', 'utf8'));
  } catch {
    // the command itself reports a file that it cannot read
    return false;
  }
}
