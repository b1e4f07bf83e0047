import { quote } from '../../diagnostics/input-error';
import type { Problems } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers, AppArmorRemark } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, pathField, ruleProblems } from '../rule';
import { AppArmorExec } from './exec-transition';

/** Options of a rule on files, without path and permissions. */
export interface FileRuleOptions extends AppArmorRemark {
  /**
   * True to apply the rule only to files that belong to the user ID of the process.
   *
   * @default false
   */
  readonly owner?: boolean;

  /**
   * True to log each use.
   *
   * @default false
   */
  readonly audit?: boolean;
}

/** Options of an allow rule on files, without path and permissions. */
export interface FileAllowOptions extends FileRuleOptions {
  /**
   * Profile under which the file can be executed.
   *
   * @default - no execution
   */
  readonly exec?: AppArmorExec;
}

/** Properties of a rule on files. */
export interface FileRuleProps extends AppArmorQualifiers {
  /** Paths of the files, as an AppArmor glob; see AppArmorPath. */
  readonly path: string;

  /**
   * Letters in any order: `r` read, list a directory, connect to a socket (with `w`) · `w` write, create, delete, rename · `a` append ·
   * `l` create as a hard link · `k` lock · `m` map as executable memory (a library) · `x` execute, only in a deny rule.
   *
   * @default - none; `exec` is then required
   */
  readonly permissions?: string;

  /**
   * Profile under which the file can be executed. A deny rule has `x` in the permissions instead.
   *
   * @default - no execution
   */
  readonly exec?: AppArmorExec;

  /**
   * True to apply the rule only to files that belong to the user ID of the process.
   *
   * @default false
   */
  readonly owner?: boolean;

  /** Name after `->` in a rule without an execution, which the parser accepts. @internal */
  readonly _target?: string;

  /** True if the permissions are before the path. With `l`, the name after `->` is then the target of the link. @internal */
  readonly _permissionsFirst?: boolean;
}

// in the usual order of profiles
const LETTERS = ['m', 'r', 'w', 'a', 'l', 'k', 'x'];
const EVERY_FILE = '/{,**}';
const EVERY_PERMISSION = 'mrwlk';

/** Allows or denies access to files: `owner /data/** rw,`, `deny /proc/kcore mrwlkx,`. */
export class FileRule extends AppArmorRule {
  /**
   * Allows access to files.
   *
   * @param path paths of the files, as an AppArmor glob
   * @param permissions letters of `r w a l k m`; can be empty if `exec` is set
   * @throws {@link InputError} if the path or the permissions are invalid
   */
  public static allow(path: string, permissions: string, options: FileAllowOptions = {}): FileRule {
    return new FileRule({ ...options, path, permissions });
  }

  /**
   * Denies access to files. Overrides every allow rule.
   *
   * @param path paths of the files, as an AppArmor glob
   * @param permissions letters of `r w a l k m x`
   * @throws {@link InputError} if the path or the permissions are invalid
   */
  public static deny(path: string, permissions: string, options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path, permissions, deny: true });
  }

  /**
   * Allows all access to every file, including execution under the same profile: `file,`. AppArmor then confines very little.
   *
   * @throws {@link InputError} if the comment is invalid
   */
  public static allowEverything(options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path: EVERY_FILE, permissions: EVERY_PERMISSION, exec: AppArmorExec.inherit() });
  }

  /**
   * Denies all access to every file: `deny /{,**} mrwlkx,` (the language has no `deny file,`). Overrides every allow rule.
   *
   * @throws {@link InputError} if the comment is invalid
   */
  public static denyEverything(options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path: EVERY_FILE, permissions: `${EVERY_PERMISSION}x`, deny: true });
  }

  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.FILE;

  /** Paths of the files, as an AppArmor glob. */
  public readonly path: string;

  /** Letters of `m r w a l k x`, in this order. */
  public readonly permissions: string;

  /** Profile under which the file can be executed, if the rule allows it. */
  public readonly exec?: AppArmorExec;

  /** True if the rule applies only to files that belong to the user ID of the process. */
  public readonly owner: boolean;

  /** @internal */
  public readonly _glob: Glob;

  private readonly target?: Glob;
  private readonly permissionsFirst: boolean;

  /** @throws {@link InputError} if the path is not absolute or not a glob, or the permissions contradict each other */
  constructor(props: FileRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    this.path = props.path;
    this._glob = pathField(problems, 'path', props.path);
    if (props._target !== undefined) this.target = globField(problems, 'target', props._target);
    problems.addUnfit(
      props._target === undefined
        ? undefined
        : `target ${quote(props._target)} has no execution: remove it, or write a link rule for hard links`,
    );
    const letters = [...(props.permissions ?? '')];
    checkPermissions(problems, letters, props);
    this._unfit = problems.settle('AppArmor file rule');
    this.permissions = LETTERS.filter((letter) => letters.includes(letter)).join('');
    this.exec = props.exec;
    this.owner = props.owner === true;
    this.permissionsFirst = props._permissionsFirst === true;
  }

  /** @internal */
  public _text(): string {
    const owner = this.owner ? 'owner ' : '';
    if (this.isEveryFile()) return `${owner}file`;
    const prefix = this.exec?._prefix === undefined ? '' : `${this.exec._prefix} `;
    const words = [renderGlob(this._glob), `${this.permissions}${this.exec?.mode ?? ''}`];
    const target = this.target === undefined ? this.exec?._targetWord() : renderGlob(this.target);
    const suffix = target === undefined ? '' : ` -> ${target}`;
    return `${owner}${prefix}${(this.permissionsFirst ? words.reverse() : words).join(' ')}${suffix}`;
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [this._glob];
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return [this._glob];
  }

  private isEveryFile(): boolean {
    const { path, permissions, exec } = this;
    const plain = exec?.mode === 'ix' && exec.target === undefined && exec._prefix === undefined;
    return path === EVERY_FILE && permissions === EVERY_PERMISSION && plain;
  }
}

function checkPermissions(problems: Problems, letters: ReadonlyArray<string>, props: FileRuleProps): void {
  const shown = (): string => quote(props.permissions ?? '');
  const deny = props.deny === true;
  if (letters.some((letter) => !LETTERS.includes(letter)))
    problems.add(
      `permissions must be r, w, a, l, k, m, or x in a deny rule, got ${shown()}: use "exec" to allow an execution`,
    );
  if (distinct(letters).length < letters.length) problems.add(`permissions contain a letter twice, got ${shown()}`);
  if (letters.includes('w') && letters.includes('a'))
    problems.add(`permissions contain w and a, got ${shown()}: w includes a`);
  if (letters.includes('x') && !deny)
    problems.add(`permissions contain x, got ${shown()}: use "exec" to specify the profile of the program`);
  if (props.exec !== undefined && deny)
    problems.add('a deny rule cannot have a transition: remove "exec", and add x to the permissions');
  if (props.exec !== undefined && !(props.exec instanceof AppArmorExec))
    problems.add(`exec must be an AppArmorExec, got ${quote(props.exec)}`);
  if (letters.length === 0 && props.exec === undefined)
    problems.add('permissions are empty: add one of r, w, a, l, k, m, or set "exec"');
}
