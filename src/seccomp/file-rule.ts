import { JsonError } from './json/json-reader';
import type { JsonNode, JsonObject } from './json/json-reader';
import { listOf, member, numberOf, objectOf, textOf, textsOf } from './json/json-shape';
import type { SeccompArgument, SeccompSyscallRule } from './syscall-rule';
import type { SeccompAction } from './action';
import type { SeccompOperator } from './operator';

/**
 * Condition of a rule on the container, in the format of container engines.
 *
 * Docker, Podman and CRI-O read it. containerd and runc apply the rule without it.
 */
export interface SeccompCondition {
  /** Machines by their names in Go: `amd64`, `arm64`, `x32`. */
  readonly arches: string[];
  /** Capabilities, such as `CAP_SYS_ADMIN`. */
  readonly caps: string[];
  /** Oldest version of the kernel, such as `4.8`. */
  readonly minKernel?: string;
}

/** Rule of a seccomp file, with the values in the file. */
export class SeccompFileRule {
  /** Reads a rule. @throws {@link JsonError} if the value does not have the shape of a rule @internal */
  public static _read(node: JsonNode, where: string): SeccompFileRule {
    return new SeccompFileRule(node, where);
  }

  /** Names of the system calls. */
  public readonly names: string[];
  /** Action of the kernel, such as `SCMP_ACT_ALLOW`; the file can have any text. */
  public readonly action: string;
  /** Error number, if the file has one. */
  public readonly errnoRet?: number;
  /** Conditions on the arguments. Their values are decimal texts. */
  public readonly args: SeccompArgument[];
  /** Comment of the author. */
  public readonly comment?: string;
  /** Condition under which the rule applies to a container; unset if it always applies. */
  public readonly includes?: SeccompCondition;
  /** Condition under which the rule does not apply to a container; unset if there is none. */
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
    // the format of Docker before lists
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

  /** True if the rule has a condition that only container engines read. */
  public get conditional(): boolean {
    return this.includes !== undefined || this.excludes !== undefined;
  }

  /** Returns the line of a name in the rule. @internal */
  public _lineOf(name: string): number {
    return this.lines.get(name) ?? this.line;
  }

  /** Returns the rule in the runtime's format. @internal */
  public _runtimeRule(): SeccompSyscallRule {
    return {
      names: this.names,
      action: this.action as SeccompAction,
      errnoRet: this.errnoRet,
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
      // Go writes 0 into an unused field
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
  return { arches, caps, minKernel };
}
