import { SeccompFile } from '../../src/seccomp/seccomp-file';
import { filled } from './filled';
import type { HostileInput } from './input';

const rules =
  (line: (i: number) => string) =>
  (bytes: number): string =>
    filled(bytes, line, '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[', '{"names":["read"]}]}');

/** Texts by what makes them costly. */
const TEXTS: Readonly<Record<string, (bytes: number) => string>> = {
  'one name many times': (bytes) => `{"syscalls":[{"names":[${'"a",'.repeat(bytes / 4)}"a"],"action":"x"}]}`,
  'misspelled names': rules((i) => `{"names":["opneat${i}"],"action":"SCMP_ACT_ALLOW"},`),
  'rules of one name': rules((i) => `{"names":["read"],"action":"${i}"},`),
  'names and conditions in one rule': (bytes) =>
    `{"syscalls":[{"names":[${filled(bytes / 2, (i) => `"a${i}",`)}"a"],"args":[${filled(bytes / 2, (i) => `{"index":${i},"op":"x","value":1},`)}{}]}]}`,
  'unknown keys': (bytes) => filled(bytes, (i) => `"k${i}":1,`, '{', '"k":1}'),
  escapes: (bytes) => `{"defaultAction":"${'\\n'.repeat(bytes / 2)}"}`,
  'lists without end': (bytes) => '['.repeat(bytes),
};

function read(text: string): unknown {
  const file = SeccompFile.parse(text);
  return [file.lint(), file.render()];
}

/** Worst inputs of `secure-edge seccomp`. */
export const SECCOMP_INPUTS: ReadonlyArray<HostileInput> = Object.entries(TEXTS).map(([name, text]) => ({
  reader: 'seccomp',
  name,
  prepare: (bytes) => {
    const input = text(bytes);
    return () => read(input);
  },
}));
