import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompAction } from '../../src/seccomp/action';
import { ERRNO } from '../../src/seccomp/errno';
import { SeccompFlag } from '../../src/seccomp/flag';
import { SeccompOperator } from '../../src/seccomp/operator';
import { SeccompFile } from '../../src/seccomp/seccomp-file';
import { INHERITED, listJson, objectJson } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';
import { refusable } from './refusable';

const CALLS = ['read', 'write', 'openat', 'clone', 'clone3', 'mount', 'ptrace', 'opneat', 'x', ''];

function profile(random: Random): string {
  const word = (values: ReadonlyArray<string>) => (): string =>
    JSON.stringify(random.pick(random.chance(0.05) ? INHERITED : values));
  const words = (values: ReadonlyArray<string>, greatest: number) => (): string =>
    listJson(random, greatest, word(values));
  const action = word(Object.values(SeccompAction));
  const errno = (): string => random.pick(['1', '38', '0', '4095', '-1']);
  const architecture = word(Object.values(SeccompArchitecture));
  const condition = (): string =>
    objectJson(random, {
      arches: words(['amd64', 'arm64', 'x32'], 3),
      caps: words(['CAP_SYS_ADMIN', 'CAP_CHOWN'], 3),
      minKernel: word(['4.8', '5.', 'x', '']),
    });
  const argument = (): string =>
    objectJson(random, {
      index: () => random.pick(['0', '5', '6', '1.5', '-1']),
      value: () => random.pick(['0', '18446744073709551615', '18446744073709551616', '-1', '1.5', '"0x10"']),
      valueTwo: () => random.pick(['0', '1', '4294967296']),
      op: word(Object.values(SeccompOperator)),
    });
  const rule = (): string =>
    objectJson(random, {
      names: words(CALLS, 5),
      name: word(CALLS),
      action,
      errnoRet: errno,
      errno: word([...ERRNO.keys()]),
      args: () => listJson(random, 3, argument),
      comment: word(['why', '\u2028']),
      includes: condition,
      excludes: condition,
    });
  return objectJson(random, {
    defaultAction: action,
    defaultErrnoRet: errno,
    defaultErrno: word([...ERRNO.keys()]),
    architectures: () => listJson(random, 4, architecture),
    archMap: () =>
      listJson(random, 3, () =>
        objectJson(random, { architecture, subArchitectures: () => listJson(random, 3, architecture) }),
      ),
    flags: words(Object.values(SeccompFlag), 3),
    listenerPath: word(['/run/x', '']),
    listenerMetadata: word(['a', '']),
    syscalls: () => listJson(random, 8, rule),
  });
}

/** Reader of seccomp profiles. It lints, resolves and changes a profile, writes it back, and converts it to a typed profile. */
export const seccomp: FuzzReader<string> = {
  name: 'seccomp',
  generate: (random) => (random.chance(0.2) ? mutate(profile(random), random) : profile(random)),
  run: (text) => {
    const file = SeccompFile.parse(text);
    file.lint();
    SeccompFile.parse(file.render());
    refusable(() => file.resolve({ architecture: SeccompArchitecture.X86_64, kernel: '5.10' }).toProfile());
    refusable(() => file.toProfile());
    refusable(() => file.extend({ allow: ['constructor'] }).restrict(['read', 'toString']));
  },
};
