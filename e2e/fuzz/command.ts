import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { InputError } from '../../src/diagnostics/input-error';
import { bundlePrograms } from '../../test/bundle';
import { SECURE_EDGE } from '../../test/programs';
import { Canary } from './canary';
import { edited, packageInput, type PackageInput } from './fuzz-package';
import { machine, MACHINE, packageBytes } from './package-file';
import type { FuzzReader } from './reader';
import { tarBytes } from './tar-archive';

interface Command {
  readonly args: ReadonlyArray<string>;
  readonly input: PackageInput;
}

const OPENER = ['--machine', MACHINE, '--key', 'key.pem'];

const COMMANDS = [
  ['inspect', 'package'],
  ['inspect', 'package', '--format', 'json'],
  ['inspect', 'package', ...OPENER],
  ['open', 'package', '--output', 'work/out', ...OPENER],
  ['recipients', 'package', 'remove', 'm', ...OPENER],
];

/** Exit codes of a command that has handled its input. */
const FORESEEN = [0, 1, 2];

let canary: Canary | undefined;

/** Reader that runs the command as a child process. No input must cause an internal error or a stack trace. */
export const command: FuzzReader<Command> = {
  name: 'command',
  generate: (random) => ({ args: random.pick(COMMANDS), input: packageInput(random) }),
  prepare: bundlePrograms,
  run: ({ args, input: { package: fuzzed, payload, edits } }) => {
    if (canary === undefined) {
      canary = new Canary(['package', 'key.pem']);
      fs.writeFileSync(canary.path('key.pem'), machine.privateKey.export({ type: 'pkcs8', format: 'pem' }), {
        mode: 0o600,
      });
    }
    fs.writeFileSync(canary.path('package'), edited(packageBytes(fuzzed, tarBytes(payload, canary.outside)), edits));
    const { status, stdout, stderr } = spawnSync(process.execPath, [SECURE_EDGE, 'package', ...args], {
      cwd: canary.outside,
      encoding: 'utf8',
    });
    canary.check(status === 0 && args[0] === 'open');
    const said = `${stdout}${stderr}`;
    if (!FORESEEN.includes(status ?? -1) || /^\s+at |internal error/m.test(stderr))
      throw new Error(`secure-edge package ${args.join(' ')} ended with ${status}: ${said}`);
    if (status !== 0 && stderr.trim() === '') throw new Error(`ended with ${status} and without a message`);
    if (status !== 0) throw new InputError('package', [stderr]);
  },
  end: () => canary?.remove(),
};
