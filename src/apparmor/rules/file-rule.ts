import { quote } from '../../diagnostics/input-error';
import type { Problems } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers, AppArmorRemark } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, pathField, ruleProblems } from '../rule';
import { AppArmorExec } from './exec-transition';

/** What a rule on files says beside path and permissions. */
export interface FileRuleOptions extends AppArmorRemark {
  /**
   * Only for files that belong to the user id of the process.
   *
   * @default false
   */
  readonly owner?: boolean;

  /**
   * Log each use.
   *
   * @default false
   */
  readonly audit?: boolean;
}

/** What a rule that allows files says beside path and permissions. */
export interface FileAllowOptions extends FileRuleOptions {
  /**
   * Allow the file to be executed, under the profile that this names.
   *
   * @default - no execution
   */
  readonly exec?: AppArmorExec;
}

/** A rule on files. */
export interface FileRuleProps extends AppArmorQualifiers {
  /** The files, as an AppArmor glob; see AppArmorPath. */
  readonly path: string;

  /**
   * Letters in any order: `r` read, list a directory, connect to a socket (with `w`) · `w` write, create, remove, rename · `a` append ·
   * `l` be made a hard link · `k` lock · `m` map as executable memory (a library) · `x` execute, only in a refusal.
   *
   * @default - none, then `exec` must be set
   */
  readonly permissions?: string;

  /**
   * Allow the file to be executed, under the profile that this names; not in a refusal, which takes `x` in the permissions.
   *
   * @default - no execution
   */
  readonly exec?: AppArmorExec;

  /**
   * Only for files that belong to the user id of the process.
   *
   * @default false
   */
  readonly owner?: boolean;

  /** A name behind `->` where nothing is executed, as the parser takes it. @internal */
  readonly _target?: string;

  /** The permissions stand before the path: with `l`, the name behind `->` is then what may be linked to. @internal */
  readonly _permissionsFirst?: boolean;
}

// in the order in which profiles usually write them
const LETTERS = ['m', 'r', 'w', 'a', 'l', 'k', 'x'];
const EVERY_FILE = '/{,**}';
const EVERY_PERMISSION = 'mrwlk';

/** Allows or refuses the use of files: `owner /data/** rw,`, `deny /proc/kcore mrwlkx,`. */
export class FileRule extends AppArmorRule {
  /**
   * Allows.
   *
   * @param path the files, as an AppArmor glob
   * @param permissions letters of `r w a l k m`; may be empty if `exec` is given
   */
  public static allow(path: string, permissions: string, options: FileAllowOptions = {}): FileRule {
    return new FileRule({ ...options, path, permissions });
  }

  /**
   * Refuses. Wins over every allowance.
   *
   * @param path the files, as an AppArmor glob
   * @param permissions letters of `r w a l k m x`
   */
  public static deny(path: string, permissions: string, options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path, permissions, deny: true });
  }

  /** Allows everything with every file, execution under the same profile too: `file,`. Leaves AppArmor little to confine. */
  public static allowEverything(options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path: EVERY_FILE, permissions: EVERY_PERMISSION, exec: AppArmorExec.inherit() });
  }

  /** Refuses everything with every file: `deny /{,**} mrwlkx,` (the language has no `deny file,`). Wins over every allowance. */
  public static denyEverything(options: FileRuleOptions = {}): FileRule {
    return new FileRule({ ...options, path: EVERY_FILE, permissions: `${EVERY_PERMISSION}x`, deny: true });
  }

  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.FILE;

  /** The files, as an AppArmor glob. */
  public readonly path: string;

  /** Letters of `m r w a l k x`, in this order. */
  public readonly permissions: string;

  /** The profile under which the file may be executed, if it may. */
  public readonly exec?: AppArmorExec;

  /** True if the rule is only about files of the process's user id. */
  public readonly owner: boolean;

  /** @internal */
  public readonly _glob: Glob;

  private readonly target?: Glob;
  private readonly permissionsFirst: boolean;

  /** @throws InputError if the path isn't absolute or isn't a glob, or the permissions don't go together */
  constructor(props: FileRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    this.path = props.path;
    this._glob = pathField(problems, 'path', props.path);
    if (props._target !== undefined) this.target = globField(problems, 'target', props._target);
    problems.addUnfit(
      props._target === undefined
        ? undefined
        : `target ${quote(props._target)} has no execution: leave it out, or write a link rule for hard links`,
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
    const behind = target === undefined ? '' : ` -> ${target}`;
    return `${owner}${prefix}${(this.permissionsFirst ? words.reverse() : words).join(' ')}${behind}`;
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
      `permissions may have r, w, a, l, k, m and in a refusal x, got ${shown()}: an execution is allowed with "exec"`,
    );
  if (distinct(letters).length < letters.length) problems.add(`permissions name a letter twice, got ${shown()}`);
  if (letters.includes('w') && letters.includes('a'))
    problems.add(`permissions have w and a, got ${shown()}: w holds a`);
  if (letters.includes('x') && !deny)
    problems.add(`permissions have x, got ${shown()}: say under which profile the program runs, with "exec"`);
  if (props.exec !== undefined && deny)
    problems.add('a refusal cannot name a transition: leave "exec" out, and put x into the permissions');
  if (props.exec !== undefined && !(props.exec instanceof AppArmorExec))
    problems.add(`exec must be an AppArmorExec, got ${quote(props.exec)}`);
  if (letters.length === 0 && props.exec === undefined)
    problems.add('permissions are empty: name one of r, w, a, l, k, m, or give "exec"');
}
