import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { lintAppArmor } from '../../src/apparmor/lint/lints';
import { fileSubjects } from '../../src/apparmor/lint/file-subjects';
import { AppArmorParserVersion } from '../../src/apparmor/parser-version';
import { filled } from './filled';
import type { HostileInput } from './input';

const profile =
  (line: (i: number) => string) =>
  (bytes: number): string =>
    filled(bytes, line, 'profile web {\n', '}\n');
const doubling = Array.from({ length: 40 }, (_, i) => `@{V${i + 1}}=@{V${i}}@{V${i}}\n`).join('');

/** Texts by what makes them costly. */
export const APPARMOR_TEXTS: Readonly<Record<string, (bytes: number) => string>> = {
  'pairs of patterns that do not cover each other': profile((i) => `/*a*b*${i}*c** rw,\ndeny /*a*b*${i + 1}*c** rw,\n`),
  'pairs of written and executed patterns': profile((i) => `/*a*b*${i}*c** w,\n/*b*a*d${i}*e** ix,\n`),
  'patterns with many states at once': profile(
    () => `/**a${'?'.repeat(15)}b rw,\ndeny /**{a,b}${'?'.repeat(15)}{b,c} rw,\n`,
  ),
  'two patterns as long as the text': (bytes) =>
    `profile web {\n/${'*a'.repeat(bytes / 6)} rw,\n/${'*b'.repeat(bytes / 6)} ix,\n}\n`,
  'variables that double': (bytes) =>
    filled(bytes, (i) => `/@{V${i % 40}}/x rw,\n`, `@{V0}=a b\n${doubling}profile web {\n`, '}\n'),
  children: profile((i) => `^/*a*b${i} {}\n/*b*c*${i} Cx,\n`),
  'rules beside files': profile((i) => `mount /*a*${i} -> /b*${i}/ ,\ndeny mount /*b*${i} -> /c*${i}/ ,\n`),
  'one line': profile(() => '/a r, '),
  'rules below one comment': (bytes) =>
    filled(bytes, () => '/a r,\n', `profile web {\n#${'x'.repeat(bytes / 2)}\n`, '}\n'),
  'braces without end': (bytes) => `profile web ${'{'.repeat(bytes)}`,
};

function read(text: string): unknown {
  const file = AppArmorFile.recognize(text, { parserVersion: AppArmorParserVersion.V4_1 });
  return [lintAppArmor(fileSubjects(file)), file.render()];
}

/** Worst inputs of `secure-edge apparmor`. */
export const APPARMOR_INPUTS: ReadonlyArray<HostileInput> = Object.entries(APPARMOR_TEXTS).map(([name, text]) => ({
  reader: 'apparmor',
  name,
  prepare: (bytes) => {
    const input = text(bytes);
    return () => read(input);
  },
}));
