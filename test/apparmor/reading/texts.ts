import { AppArmorFile } from '../../../src/apparmor/apparmor-file';
import type { AppArmorParserVersion } from '../../../src/apparmor/parser-version';
import { AppArmorSyntaxError } from '../../../src/diagnostics/profile-syntax-error';
import { parser } from '../apparmor-parser';

/** Returns a file with one profile, which contains a rule. */
export const inProfile = (rule: string): string => `profile x {\n  ${rule}\n}\n`;

/** Reads a rule, and writes it back. */
export const written = (rule: string, parserVersion?: AppArmorParserVersion): string =>
  AppArmorFile.parse(inProfile(rule), { parserVersion })
    .render()
    .replace(/^profile x \{\n {2}|\n\}\n$/g, '');

/** Returns the error of a text that cannot be read. */
export const error = (text: string, parserVersion?: AppArmorParserVersion): AppArmorSyntaxError => {
  try {
    AppArmorFile.parse(text, { file: 'f', parserVersion });
  } catch (e) {
    if (e instanceof AppArmorSyntaxError) return e;
    throw e;
  }
  throw new Error(`was read: ${text}`);
};

/** Checks that texts compile to the same policy after they are written back. Returns the size of the first policy. */
export const expectSamePolicy = async (texts: ReadonlyArray<string>): Promise<number | undefined> => {
  const before = await parser.policies([...texts]);
  const after = await parser.policies(texts.map((text) => AppArmorFile.parse(text).render()));
  before.forEach((policy, i) => expect([texts[i], after[i]?.equals(policy)]).toEqual([texts[i], true]));
  return before[0]?.length;
};
