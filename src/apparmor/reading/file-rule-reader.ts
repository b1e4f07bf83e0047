import { AppArmorExec } from '../rules/exec-transition';
import { FileRule } from '../rules/file-rule';
import { LinkRule } from '../rules/link-rule';
import type { ReadProps } from './rule-context';
import type { Scanner, Word } from './scanner';
import { skipTrivia } from './trivia';

/** Permissions and a mode of execution, as one word. */
export const PERMISSIONS = /(?:[Pp][Uu][Xx]|[Cc][Uu][Xx]|[PpCc][Ii][Xx]|[PpCcIiUu][Xx]|[RrWwAaLlMmKkXx])+(?=[\s,])/y;
const PERMISSION = /[PpCc][IiUu][Xx]|[PpCcIiUu][Xx]|[RrWwAaLlMmKkXx]/g;
const PATH_START = /[/@:&"]/y;
const MODE_PREFIX = /(safe|unsafe)(?=[\s])/y;

interface FileProps extends ReadProps {
  readonly owner: boolean;
  readonly _permissionsFirst?: boolean;
}

/**
 * Reads a rule on files: `/path r,`, `r /path,`, `unsafe /path px -> name,`, `l /path -> /other,`.
 *
 * @param named true after the word `file`
 */
export function readFileRule(scanner: Scanner, props: FileProps, named: boolean): FileRule | LinkRule {
  skipTrivia(scanner);
  if (named && scanner.take(',')) return everyFile(props);
  const prefix = scanner.match(MODE_PREFIX)?.[1];
  skipTrivia(scanner);
  if (scanner.sees(PATH_START)) {
    const path = readPath(scanner);
    const permissions = readPermissions(scanner);
    return fileRule(scanner, props, path, permissions, readTarget(scanner), prefix);
  }
  const permissions = readPermissions(scanner);
  const subset = scanner.match(/subset(?=\s)/y) !== undefined;
  skipTrivia(scanner);
  const path = readPath(scanner);
  const target = readTarget(scanner);
  const links = /l/i.test(permissions.text);
  if (target !== undefined && /^[lL]+$/.test(permissions.text))
    return new LinkRule({ ...props, path: path.text, target: target.text, subset });
  if (subset) scanner.fail('subset needs a link with a target: write link subset /path -> /other,', permissions.at);
  if (target !== undefined && links && /x/i.test(permissions.text))
    scanner.fail('-> cannot be both the target of a link and a profile: write two rules', permissions.at);
  return fileRule(
    scanner,
    { ...props, _permissionsFirst: target !== undefined && links },
    path,
    permissions,
    target,
    prefix,
  );
}

/** Reads the rest of a rule after `link`. */
export function readLinkRule(scanner: Scanner, props: FileProps): LinkRule {
  skipTrivia(scanner);
  const subset = scanner.match(/subset(?=\s)/y) !== undefined;
  skipTrivia(scanner);
  const path = readPath(scanner);
  const target = readTarget(scanner);
  if (target === undefined) scanner.fail('a link rule needs a target: write link /path -> /other,', path.at);
  return new LinkRule({ ...props, path: path.text, target: target.text, subset });
}

function everyFile({ comment, priority, audit, deny, owner, _allow, _asRead }: FileProps): FileRule {
  const { path, permissions, exec } = FileRule.allowEverything();
  return new FileRule({ comment, priority, audit, deny, owner, _allow, _asRead, path, permissions, exec });
}

function readPath(scanner: Scanner): Word {
  const path = scanner.sees(PATH_START) ? scanner.word() : undefined;
  if (path === undefined) scanner.fail(`a path must start with / or a variable, got ${scanner.shown}`);
  skipTrivia(scanner);
  return path;
}

function readPermissions(scanner: Scanner): Word {
  const at = scanner.at;
  const text = scanner.match(PERMISSIONS)?.[0];
  if (text === undefined)
    scanner.fail(
      `a rule on files needs permissions here, letters of r w a l k m or a mode of execution, got ${scanner.shown}`,
    );
  skipTrivia(scanner);
  return { text, quoted: false, at };
}

/** Reads an optional `->` with its target, and the comma. */
function readTarget(scanner: Scanner): Word | undefined {
  let target: Word | undefined;
  if (scanner.take('->')) {
    scanner.skipSpace();
    target = scanner.word() ?? scanner.fail(`-> must be followed by a name, got ${scanner.shown}`);
    skipTrivia(scanner);
  }
  scanner.expect(',', 'a rule on files');
  return target;
}

function fileRule(
  scanner: Scanner,
  props: FileProps,
  path: Word,
  permissions: Word,
  target: Word | undefined,
  prefix: string | undefined,
): FileRule {
  const parts = permissions.text.match(PERMISSION) ?? [];
  const letters = new Set(parts.filter((part) => part.length === 1).map((letter) => letter.toLowerCase()));
  const modes = [...new Set(parts.filter((part) => part.length > 1).map(modeName))];
  const [mode, another] = modes;
  if (another !== undefined)
    scanner.fail(`a rule can have only one mode of execution, got ${modes.join(' and ')}: keep one`, permissions.at);
  if (mode === undefined && prefix !== undefined)
    scanner.fail(`${prefix} needs a mode of execution in the permissions`, permissions.at);
  return new FileRule({
    ...props,
    path: path.text,
    permissions: [...letters].join(''),
    exec: mode === undefined ? undefined : AppArmorExec._read(mode, target?.text, prefix),
    _target: mode === undefined ? target?.text : undefined,
  });
}

/** Normalizes a mode: only the case of the first letter determines whether the environment is scrubbed, and `ix` has only one form. */
function modeName(text: string): string {
  const lower = text.toLowerCase();
  if (lower === 'ix') return lower;
  const first = text[0] ?? '';
  const middle = lower.slice(1, -1);
  return `${first}${first === first.toUpperCase() ? middle.replace('u', 'U') : middle}x`;
}
