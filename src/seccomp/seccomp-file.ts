import { InputError, Problems, quote } from '../diagnostics/input-error';
import type { Capability } from '../host/capability';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { letsThrough, SeccompAction } from './action';
import { SeccompArchitecture } from './architecture';
import { ERRNO } from './errno';
import { renderExactJson } from './json/exact-json';
import type { ExactJson } from './json/exact-json';
import { SeccompFileRule } from './file-rule';
import type { SeccompCondition } from './file-rule';
import type { SeccompFlag } from './flag';
import { JsonError, readJson } from './json/json-reader';
import type { JsonMember, JsonNode, JsonObject } from './json/json-reader';
import { listOf, member, numberOf, objectOf, textOf, textsOf } from './json/json-shape';
import { renderJson } from './json/json-writer';
import { lintSeccomp } from './lint/lints';
import { SeccompProfile } from './profile';
import type { SeccompProfileProps } from './profile';
import { SeccompSyntaxError } from './syntax-error';
import { checkSyscallRule, normalSyscallRule } from './syscall-rule';
import type { SeccompSyscallRule } from './syscall-rule';

/** What is added to a seccomp file. */
export interface SeccompExtendOptions {
  /**
   * System calls to allow, whatever their arguments; this takes the place of what the file says of them.
   *
   * @default - none
   */
  readonly allow?: string[];

  /**
   * Rules besides those that are there.
   *
   * @default - none
   */
  readonly rules?: SeccompSyscallRule[];

  /**
   * Interfaces besides those that are there.
   *
   * @default - none
   */
  readonly architectures?: SeccompArchitecture[];
}

/** What a container has that a file of a container engine asks about. */
export interface SeccompResolveOptions {
  /** The interface of the node's own programs. */
  readonly architecture: SeccompArchitecture;

  /**
   * Capabilities of the container.
   *
   * @default - none, as SecureEdgeApp has it
   */
  readonly capabilities?: Capability[];

  /**
   * Version of the node's kernel: `5.15`.
   *
   * @default - newer than any that the file asks about
   */
  readonly kernel?: string;
}

/** What a typed profile has that a file does not say. */
export interface SeccompToProfileOptions {
  /**
   * Name of the profile.
   *
   * @default - that of the file
   */
  readonly name?: string;

  /**
   * Where the profile lies below the kubelet's seccomp folder.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}

// machines as Go names them, which is how engines' files do
const GOARCH: { readonly [architecture in SeccompArchitecture]: string } = {
  [SeccompArchitecture.X86_64]: 'amd64',
  [SeccompArchitecture.X86]: 'x86',
  [SeccompArchitecture.X32]: 'x32',
  [SeccompArchitecture.AARCH64]: 'arm64',
  [SeccompArchitecture.ARM]: 'arm',
  [SeccompArchitecture.RISCV64]: 'riscv64',
  [SeccompArchitecture.LOONGARCH64]: 'loong64',
  [SeccompArchitecture.MIPS]: 'mips',
  [SeccompArchitecture.MIPS64]: 'mips64',
  [SeccompArchitecture.MIPS64N32]: 'mips64n32',
  [SeccompArchitecture.MIPSEL]: 'mipsel',
  [SeccompArchitecture.MIPSEL64]: 'mipsel64',
  [SeccompArchitecture.MIPSEL64N32]: 'mipsel64n32',
  [SeccompArchitecture.PPC]: 'ppc',
  [SeccompArchitecture.PPC64]: 'ppc64',
  [SeccompArchitecture.PPC64LE]: 'ppc64le',
  [SeccompArchitecture.S390]: 's390',
  [SeccompArchitecture.S390X]: 's390x',
};

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
        ...this.archMap().flatMap(({ architecture, subArchitectures }) => [architecture, ...subArchitectures]),
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
    const nodes = [...kept, ...added.map((rule) => ruleNode(normalSyscallRule(rule)))];
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
      ? [ruleNode({ names: [...new Set(names)].sort(), action: SeccompAction.ERRNO })]
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
    const goarch = GOARCH[options.architecture];
    const capabilities = (options.capabilities ?? []).map((capability) => `CAP_${capability}`);
    const holds = (condition: SeccompCondition | undefined, all: boolean): boolean | undefined => {
      if (condition === undefined) return undefined;
      const { arches, caps, minKernel } = condition;
      const answers = [
        ...(arches.length > 0 ? [arches.includes(goarch)] : []),
        ...(caps.length > 0
          ? [all ? caps.every((c) => capabilities.includes(c)) : caps.some((c) => capabilities.includes(c))]
          : []),
        ...(minKernel !== undefined ? [options.kernel === undefined || !olderKernel(options.kernel, minKernel)] : []),
      ];
      return all ? answers.every((each) => each) : answers.some((each) => each);
    };
    const rules = this.rules.filter(
      (rule) => holds(rule.includes, true) !== false && holds(rule.excludes, false) !== true,
    );
    const entry = this.archMap().find(({ architecture }) => architecture === String(options.architecture));
    const named = textsOf(member(this._document, 'architectures'), 'architectures');
    const architectures = entry === undefined ? named : [entry.architecture, ...entry.subArchitectures];
    const members: JsonMember[] = this._document.members
      .filter(({ key }) => !['archMap', 'architectures', 'syscalls', 'defaultErrno', 'defaultErrnoRet'].includes(key))
      .concat(
        errnoMember(this._document, 'defaultErrnoRet', 'defaultErrno'),
        architectures.length > 0 ? [memberOf('architectures', nodeOf(architectures))] : [],
        memberOf('syscalls', listNode(rules.map(runtimeNode))),
      );
    return this.rewritten(members);
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

  private archMap(): { architecture: string; subArchitectures: string[] }[] {
    return listOf(member(this._document, 'archMap'), 'archMap').map((node, i) => {
      const entry = objectOf(node, `archMap[${i}]`);
      return {
        architecture: textOf(member(entry, 'architecture'), `archMap[${i}].architecture`) ?? '',
        subArchitectures: textsOf(member(entry, 'subArchitectures'), `archMap[${i}].subArchitectures`),
      };
    });
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

const AT = { line: 1, column: 1 };

function nodeOf(value: ExactJson): JsonNode {
  return readJson(renderExactJson(value));
}

function listNode(items: ReadonlyArray<JsonNode>): JsonNode {
  return { kind: 'list', items, ...AT };
}

function memberOf(key: string, value: JsonNode): JsonMember {
  return { key, value, ...AT };
}

function ruleNode({ names, action, errnoRet, args }: SeccompSyscallRule): JsonNode {
  const conditions = args?.map(({ index, value, valueTwo, op }) => ({
    index,
    value: BigInt(value),
    valueTwo: valueTwo === undefined ? undefined : BigInt(valueTwo),
    op,
  }));
  return nodeOf({ names, action, errnoRet, args: conditions });
}

/** The object with some members in the place of those of their keys, or at the end. */
function withMembers(
  object: JsonObject,
  changes: ReadonlyArray<JsonMember>,
  gone: ReadonlyArray<string> = [],
): JsonObject {
  const kept = object.members
    .filter(({ key }) => !gone.includes(key))
    .map((each) => changes.find(({ key }) => key === each.key) ?? each);
  const added = changes.filter(({ key }) => !object.members.some((each) => each.key === key));
  return { ...object, members: [...kept, ...added] };
}

/** A rule without what only container engines read. */
function runtimeNode(rule: SeccompFileRule): JsonNode {
  const members = rule._node.members.filter(
    ({ key }) => !['includes', 'excludes', 'name', 'names', 'errno', 'errnoRet'].includes(key),
  );
  return {
    ...rule._node,
    members: [memberOf('names', nodeOf(rule.names)), ...members, ...errnoMember(rule._node, 'errnoRet', 'errno')],
  };
}

function errnoMember(object: JsonObject, numberKey: string, nameKey: string): JsonMember[] {
  const number = numberOf(member(object, numberKey), numberKey);
  const name = textOf(member(object, nameKey), nameKey);
  if (number === undefined && name !== undefined && name !== '' && !ERRNO.has(name)) {
    throw new InputError('seccomp file', [
      `${nameKey} ${quote(name)} on line ${object.line} is no name that is known here: give ${numberKey}, the number`,
    ]);
  }
  const value = number ?? (name === undefined ? undefined : ERRNO.get(name));
  return value === undefined ? [] : [memberOf(numberKey, nodeOf(value))];
}

function olderKernel(kernel: string, than: string): boolean {
  const [a, b] = [kernel, than].map((version) => version.split('.').map((part) => parseInt(part, 10) || 0));
  for (let i = 0; i < 2; i += 1) {
    if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  }
  return false;
}
