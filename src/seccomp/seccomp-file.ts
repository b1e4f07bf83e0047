import { Problems, quote } from '../diagnostics/input-error';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { SeccompSyntaxError } from '../diagnostics/profile-syntax-error';
import { letsThrough, SeccompAction } from './action';
import { archMapOf } from './arch-map';
import type { SeccompArchitecture } from './architecture';
import { SeccompFileRule } from './file-rule';
import type { SeccompFlag } from './flag';
import { listNode, memberOf, nodeOf, withMembers } from './json/json-edit';
import { JsonError, readJson, type JsonMember, type JsonNode, type JsonObject } from './json/json-reader';
import { listOf, member, numberOf, objectOf, textOf, textsOf } from './json/json-shape';
import { renderJson } from './json/json-writer';
import { lintSeccomp } from './lint/lints';
import { SeccompProfile } from './profile';
import type { SeccompProfileProps } from './profile-props';
import { resolvedMembers } from './resolve';
import type { SeccompExtendOptions, SeccompResolveOptions, SeccompToProfileOptions } from './seccomp-file-options';
import { checkSyscallRule, normalSyscallRule, syscallRuleJson, type SeccompSyscallRule } from './syscall-rule';

// what only container engines read, or nobody
const RUNTIME_KEYS: ReadonlyArray<string> = [
  'defaultAction',
  'defaultErrnoRet',
  'architectures',
  'flags',
  'listenerPath',
  'listenerMetadata',
  'syscalls',
  'names',
  'action',
  'errnoRet',
  'args',
  'comment',
];

/**
 * A seccomp profile that exists as JSON: read without loss, judged, changed and written back.
 *
 * It takes the runtime specification's form and that of container engines (`archMap`, `includes`, `excludes`), whatever a
 * runtime would say of its content. Keys that nobody knows, their order and every digit stay as they are; so do comments.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export class SeccompFile {
  /**
   * Reads a profile.
   *
   * @param file the file's name for messages; without folders and `.json` it is the profile's name
   * @throws an error `file:line:column: …` if the text is not JSON, or has another shape than a profile
   */
  public static parse(text: string, file: string = 'profile.json'): SeccompFile {
    try {
      const document = readJson(text);
      return new SeccompFile(objectOf(document, 'a seccomp profile'), file);
    } catch (error) {
      if (error instanceof JsonError) throw new SeccompSyntaxError(error.message, file, error.line, error.column);
      throw error;
    }
  }

  /** A typed profile as the file that it renders to. */
  public static of(profile: SeccompProfile): SeccompFile {
    return SeccompFile.parse(profile.render(), `${profile.name}.json`);
  }

  /** Name of the profile: the file's, without folders and `.json`. */
  public readonly name: string;
  /** What is done with a system call that no rule covers, as it stands there; undefined if it is missing. */
  public readonly defaultAction?: string;
  /** The error number of the default action, if it is given. */
  public readonly defaultErrnoRet?: number;
  /** The interfaces that the file names, those of `archMap` too. */
  public readonly architectures: string[];
  /** How the filter is installed. */
  public readonly flags: string[];
  /** The rules, in their order. */
  public readonly rules: SeccompFileRule[];

  private constructor(
    /** The whole text, with where everything stands. @internal */
    public readonly _document: JsonObject,
    /** The file, as it was named. */
    public readonly file: string,
  ) {
    const document = this._document;
    this.name = (file.split(/[\\/]/).pop() ?? file).replace(/\.json$/i, '');
    this.defaultAction = textOf(member(document, 'defaultAction'), 'defaultAction');
    this.defaultErrnoRet = numberOf(member(document, 'defaultErrnoRet'), 'defaultErrnoRet');
    textOf(member(document, 'defaultErrno'), 'defaultErrno');
    this.flags = textsOf(member(document, 'flags'), 'flags');
    textOf(member(document, 'listenerPath'), 'listenerPath');
    textOf(member(document, 'listenerMetadata'), 'listenerMetadata');
    this.rules = listOf(member(document, 'syscalls'), 'syscalls').map((node, i) =>
      SeccompFileRule._read(node, `syscalls[${i}]`),
    );
    this.architectures = [
      ...new Set([
        ...textsOf(member(document, 'architectures'), 'architectures'),
        ...archMapOf(document).flatMap(({ architecture, subArchitectures }) => [architecture, ...subArchitectures]),
      ]),
    ];
  }

  /** The profile as JSON: two spaces, ending in a newline, every digit as it was. */
  public render(): string {
    return `${renderJson(this._document)}\n`;
  }

  /** What is weak, wrong or without effect in the profile, in the order of its lines. */
  public lint(): ProfileFinding[] {
    return lintSeccomp(this);
  }

  /**
   * The profile with more that is allowed or said; all else stays as it stands.
   *
   * @throws InputError if a rule is wrong, or contradicts one that is there
   */
  public extend(options: SeccompExtendOptions): SeccompFile {
    const { allow = [], rules = [], architectures = [] } = options;
    const added: SeccompSyscallRule[] = [
      ...(allow.length > 0 ? [{ names: allow, action: SeccompAction.ALLOW }] : []),
      ...rules,
    ];
    const problems = new Problems();
    added.forEach((rule, i) => checkSyscallRule(rule, `rule ${i}`, problems));
    for (const rule of rules) for (const name of rule.names) problems.add(this.contradiction(rule, name, allow));
    problems.throwIfAny(`seccomp file ${quote(this.file)}`);
    const kept = this.withoutNames(allow, () => true);
    const nodes = [...kept, ...added.map((rule) => nodeOf(syscallRuleJson(normalSyscallRule(rule))))];
    const covered = [...textsOf(member(this._document, 'architectures'), 'architectures')];
    const missing = architectures.filter((each) => !this.architectures.includes(each));
    const changes = [
      memberOf('syscalls', listNode(nodes)),
      ...(missing.length > 0 ? [memberOf('architectures', nodeOf([...covered, ...missing]))] : []),
    ];
    return this.changed(changes);
  }

  /**
   * The profile without some system calls: taken out of every rule that lets them through, and refused where the default
   * would let them through. Refusals stay.
   */
  public restrict(names: string[]): SeccompFile {
    const kept = this.withoutNames(names, (rule) => letsThrough(rule.action));
    const refusal = letsThrough(this.defaultAction)
      ? [nodeOf({ names: [...new Set(names)].sort(), action: SeccompAction.ERRNO })]
      : [];
    return this.changed([memberOf('syscalls', listNode([...kept, ...refusal]))]);
  }

  /**
   * The profile in the form that every runtime reads, for containers that have these capabilities on such a node: rules
   * whose `includes` and `excludes` hold stand without them, others are gone, `archMap` has become `architectures`.
   *
   * @throws InputError if an error number stands there by a name that is not known
   */
  public resolve(options: SeccompResolveOptions): SeccompFile {
    return this.rewritten(resolvedMembers(this._document, this.rules, options));
  }

  /**
   * The profile as a typed one, which `SeccompInstaller` brings to the nodes. Comments are left behind.
   *
   * @throws InputError that names what a runtime would refuse, or what only container engines read: `resolve` it first
   */
  public toProfile(options: SeccompToProfileOptions = {}): SeccompProfile {
    const problems = new Problems();
    for (const { key } of this.memberKeys()) {
      if (!RUNTIME_KEYS.includes(key))
        problems.add(`${quote(key)} is nothing that a runtime reads: resolve the file, or leave it out`);
    }
    if (this.defaultAction === undefined) problems.add('defaultAction is missing');
    problems.throwIfAny(`seccomp file ${quote(this.file)}`);
    return new SeccompProfile({
      ...this._props(),
      name: options.name ?? this.name,
      localhostProfile: options.localhostProfile,
    });
  }

  /** What the file says, as props of a typed profile; conditions of container engines are not among them. @internal */
  public _props(): SeccompProfileProps {
    return {
      name: 'profile',
      defaultAction: this.defaultAction as SeccompAction | undefined,
      defaultErrnoRet: this.defaultErrnoRet,
      architectures: textsOf(member(this._document, 'architectures'), 'architectures') as SeccompArchitecture[],
      flags: this.flags as SeccompFlag[],
      listenerPath: textOf(member(this._document, 'listenerPath'), 'listenerPath'),
      listenerMetadata: textOf(member(this._document, 'listenerMetadata'), 'listenerMetadata'),
      syscalls: this.rules.map((rule) => rule._runtimeRule()),
    };
  }

  /** Line of a key of the profile; the first line if it is missing. @internal */
  public _lineOf(key: string): number {
    return this._document.members.find((each) => each.key === key)?.line ?? this._document.line;
  }

  private memberKeys(): JsonMember[] {
    return [...this._document.members, ...this.rules.flatMap((rule) => rule._node.members)];
  }

  private contradiction(rule: SeccompSyscallRule, name: string, replaced: ReadonlyArray<string>): string | undefined {
    if (replaced.includes(name)) return `${quote(name)} is allowed whatever its arguments: leave its rule out`;
    const earlier = this.rules.find(
      (each) =>
        each.names.includes(name) && each.args.length === 0 && !each.conditional && each.action !== String(rule.action),
    );
    if (earlier === undefined) return undefined;
    return `${quote(name)} is ${earlier.action} on line ${earlier._lineOf(name)} whatever its arguments, so that a rule with ${rule.action} would never count: restrict it first, or allow it`;
  }

  private withoutNames(names: ReadonlyArray<string>, from: (rule: SeccompFileRule) => boolean): JsonNode[] {
    return this.rules.flatMap((rule): JsonNode[] => {
      if (!from(rule) || !rule.names.some((name) => names.includes(name))) return [rule._node];
      const left = rule.names.filter((name) => !names.includes(name));
      if (left.length === 0) return [];
      return [withMembers(rule._node, [memberOf('names', nodeOf(left))], ['name'])];
    });
  }

  private changed(changes: ReadonlyArray<JsonMember>): SeccompFile {
    return this.rewritten(withMembers(this._document, changes).members);
  }

  /** Written and read again, so that lines are those of the new text. */
  private rewritten(members: ReadonlyArray<JsonMember>): SeccompFile {
    return SeccompFile.parse(`${renderJson({ ...this._document, members })}\n`, this.file);
  }
}
