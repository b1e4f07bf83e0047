import { JsonError } from './json/json-reader';
import type { JsonNode, JsonObject } from './json/json-reader';
import { listOf, member, numberOf, objectOf, textOf, textsOf } from './json/json-shape';
import type { SeccompArgument, SeccompSyscallRule } from './syscall-rule';
import type { SeccompAction } from './action';
import type { SeccompOperator } from './operator';

/**
 * When a rule holds, in the form of container engines: what a container has, beside what it calls.
 *
 * Docker, Podman and CRI-O read it; containerd and runc take the rule without it.
 */
export interface SeccompCondition {
  /** Machines, as Go names them: `amd64`, `arm64`, `x32`. */
  readonly arches: string[];
  /** Capabilities: `CAP_SYS_ADMIN`. */
  readonly caps: string[];
  /** The oldest kernel: `4.8`. */
  readonly minKernel?: string;
}

/** A rule of a seccomp file, as it stands there. */
export class SeccompFileRule {
  /** @throws JsonError if the value has not a rule's shape @internal */
  public static _read(node: JsonNode, where: string): SeccompFileRule {
    return new SeccompFileRule(node, where);
  }

  /** Names of the system calls. */
  public readonly names: string[];
  /** What the kernel does with them: `SCMP_ACT_ALLOW`, or whatever else stands there. */
  public readonly action: string;
  /** The error number, if it is given. */
  public readonly errnoRet?: number;
  /** Conditions on the arguments; values as decimal text. */
  public readonly args: SeccompArgument[];
  /** What its author says of it. */
  public readonly comment?: string;
  /** What a container must have, or none. */
  public readonly includes?: SeccompCondition;
  /** What a container must not have, or none. */
  public readonly excludes?: SeccompCondition;
  /** Line on which the rule begins, from 1. */
  public readonly line: number;

  /** @internal */
  public readonly _node: JsonObject;

  private readonly lines = new Map<string, number>();

  private constructor(node: JsonNode, where: string) {
    const object = objectOf(node, where);
    this._node = object;
    this.line = object.line;
    const list = member(object, 'names');
    // the form that Docker had before lists
    const single = textOf(member(object, 'name'), `${where}.name`);
    this.names = list === undefined && single !== undefined ? [single] : textsOf(list, `${where}.names`);
    if (list?.kind === 'list')
      list.items.forEach((item) => item.kind === 'text' && this.lines.set(item.text, item.line));
    this.action = textOf(member(object, 'action'), `${where}.action`) ?? '';
    this.errnoRet = numberOf(member(object, 'errnoRet'), `${where}.errnoRet`);
    textOf(member(object, 'errno'), `${where}.errno`);
    this.args = argumentsOf(member(object, 'args'), `${where}.args`);
    this.comment = textOf(member(object, 'comment'), `${where}.comment`);
    this.includes = conditionOf(member(object, 'includes'), `${where}.includes`);
    this.excludes = conditionOf(member(object, 'excludes'), `${where}.excludes`);
  }

  /** True if the rule says when it holds in words that only container engines read. */
  public get conditional(): boolean {
    return this.includes !== undefined || this.excludes !== undefined;
  }

  /** Line on which a name of the rule stands. @internal */
  public _lineOf(name: string): number {
    return this.lines.get(name) ?? this.line;
  }

  /** The rule in the runtime's form. @internal */
  public _runtimeRule(): SeccompSyscallRule {
    return {
      names: this.names,
      action: this.action as SeccompAction,
      ...(this.errnoRet !== undefined && { errnoRet: this.errnoRet }),
      ...(this.args.length > 0 && { args: this.args }),
    };
  }
}

function argumentsOf(node: JsonNode | undefined, where: string): SeccompArgument[] {
  if (node === undefined) return [];
  return listOf(node, where).map((item, i): SeccompArgument => {
    const object = objectOf(item, `${where}[${i}]`);
    const [value, valueTwo] = ['value', 'valueTwo'].map((key) =>
      integerText(member(object, key), `${where}[${i}].${key}`),
    );
    const op = textOf(member(object, 'op'), `${where}[${i}].op`) ?? '';
    return {
      index: numberOf(member(object, 'index'), `${where}[${i}].index`) ?? 0,
      value: value ?? '0',
      // Go writes the 0 of a field that has no use
      ...(valueTwo !== undefined && !(valueTwo === '0' && op !== 'SCMP_CMP_MASKED_EQ') && { valueTwo }),
      op: op as SeccompOperator,
    };
  });
}

function integerText(node: JsonNode | undefined, where: string): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'number' || !/^-?[0-9]+$/.test(node.text))
    throw new JsonError(`${where} must be a whole number`, node.line, node.column);
  return node.text;
}

function conditionOf(node: JsonNode | undefined, where: string): SeccompCondition | undefined {
  if (node === undefined) return undefined;
  const object = objectOf(node, where);
  const arches = textsOf(member(object, 'arches'), `${where}.arches`);
  const caps = textsOf(member(object, 'caps'), `${where}.caps`);
  const minKernel = textOf(member(object, 'minKernel'), `${where}.minKernel`);
  if (arches.length + caps.length === 0 && minKernel === undefined) return undefined;
  return { arches, caps, ...(minKernel !== undefined && { minKernel }) };
}
