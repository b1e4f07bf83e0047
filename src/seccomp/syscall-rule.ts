import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { ExactJson } from './json/exact-json';
import { SeccompOperator } from './operator';

const LARGEST_ERRNO = 4094; // libseccomp 2.5.4 rejects 4095, the kernel's own MAX_ERRNO
const LARGEST_VALUE = 2n ** 64n - 1n;
const ARGUMENTS = 6;
const SYSCALL_NAME = /^[a-z_][a-z0-9_]*$/;
const ACTIONS_WITH_ERRNO: readonly string[] = [SeccompAction.ERRNO, SeccompAction.TRACE];

/** Condition on one argument of a system call. */
export interface SeccompArgument {
  /** Index of the argument: 0 to 5. */
  readonly index: number;

  /** Comparison of the argument. */
  readonly op: SeccompOperator;

  /**
   * Value to compare the argument with, 0 to 2^64-1; the mask for `MASKED_EQ`.
   *
   * A number up to 2^53-1, or a text for any value: decimal (`"18446744073709551615"`) or
   * hexadecimal (`"0xffffffffffffffff"`).
   *
   * All 64 bits of the register are compared. A C `int` of -1 can be 0xffffffff or
   * 0xffffffffffffffff there. For a 32-bit interface only the lower 32 bits of argument and value
   * are compared.
   */
  readonly value: number | string;

  /**
   * Required value of the masked bits; only with `MASKED_EQ`. It is written like `value`.
   *
   * @default 0 with `MASKED_EQ`: all masked bits must be clear
   */
  readonly valueTwo?: number | string;
}

/** Rule for some system calls. */
export interface SeccompSyscallRule {
  /**
   * Names of the system calls, such as `openat`. Order and duplicates have no meaning.
   *
   * A runtime silently ignores a name that its kernel or libseccomp does not know, so that the
   * rule has no effect for a misspelled name.
   */
  readonly names: string[];

  /** Action of the kernel on the calls. */
  readonly action: SeccompAction;

  /**
   * Error number that `ERRNO` returns, or message to the tracer of `TRACE`: 0 to 4094.
   *
   * With 0 the call does not run and returns success.
   * @default 1 (EPERM)
   */
  readonly errnoRet?: number;

  /**
   * Conditions that must all be true, at most one for each argument. Write alternatives as separate rules.
   *
   * @default - none: the rule applies to every call
   */
  readonly args?: SeccompArgument[];
}

/** Adds the problems of the rule at `where`. */
export function checkSyscallRule(rule: SeccompSyscallRule, where: string, problems: Problems): void {
  if (rule.names.length === 0) problems.add(`${where}.names must have at least one system call, got none`);
  for (const name of rule.names) {
    if (SYSCALL_NAME.test(name)) continue;
    problems.add(
      `${where}.names: the name of a system call has only lower-case letters, digits and _, got ${quote(name)}`,
    );
  }
  problems.add(checkChoice(rule.action, Object.values(SeccompAction), `${where}.action`));
  problems.add(checkErrno(rule.errnoRet, rule.action, `${where}.errnoRet`));
  checkArguments(rule.args ?? [], `${where}.args`, problems);
}

/** Returns the problem of an action's error number. */
export function checkErrno(errno: number | undefined, action: SeccompAction, where: string): string | undefined {
  if (errno === undefined) return undefined;
  if (!ACTIONS_WITH_ERRNO.includes(action)) {
    return `${where} is only for ${ACTIONS_WITH_ERRNO.join(' and ')}, got ${quote(errno)} with ${quote(action)}: remove it`;
  }
  if (Number.isInteger(errno) && errno >= 0 && errno <= LARGEST_ERRNO) return undefined;
  return `${where} must be 0 to ${LARGEST_ERRNO}, got ${quote(errno)}`;
}

/** Returns the problem of a value that must be one of an enum's values. */
export function checkChoice(value: string, choices: string[], where: string): string | undefined {
  return choices.includes(value) ? undefined : `${where} must be one of ${choices.join(', ')}, got ${quote(value)}`;
}

function checkArguments(args: readonly SeccompArgument[], where: string, problems: Problems): void {
  if (args.length > ARGUMENTS) problems.add(`${where} must have at most ${ARGUMENTS} conditions, got ${args.length}`);
  const seen = new Set<number>();
  args.forEach((arg, i) => {
    checkArgument(arg, `${where}[${i}]`, problems);
    if (seen.has(arg.index)) {
      // runc and crun then read every condition as a separate rule: "or" instead of "and"
      problems.add(
        `${where}[${i}]: argument ${arg.index} already has a condition, and runtimes would read the two as alternatives: write one rule for each`,
      );
    }
    seen.add(arg.index);
  });
}

function checkArgument(arg: SeccompArgument, where: string, problems: Problems): void {
  if (!Number.isInteger(arg.index) || arg.index < 0 || arg.index >= ARGUMENTS) {
    problems.add(`${where}.index must be 0 to ${ARGUMENTS - 1}, got ${quote(arg.index)}`);
  }
  problems.add(checkChoice(arg.op, Object.values(SeccompOperator), `${where}.op`));
  problems.add(checkValue(arg.value, `${where}.value`));
  if (arg.valueTwo === undefined) return;
  const problem = checkValue(arg.valueTwo, `${where}.valueTwo`);
  problems.add(problem);
  if (arg.op !== SeccompOperator.MASKED_EQ) {
    problems.add(`${where}.valueTwo is only for ${SeccompOperator.MASKED_EQ}, got it with ${quote(arg.op)}: remove it`);
  } else if (problem === undefined && isOutsideMask(arg.valueTwo, arg.value)) {
    problems.add(
      `${where}.valueTwo has bits outside the mask: value is the mask and valueTwo the required value of its bits, got value ${quote(arg.value)} and valueTwo ${quote(arg.valueTwo)}`,
    );
  }
}

function isOutsideMask(bits: number | string, mask: number | string): boolean {
  const [wanted, masked] = [exactInteger(bits), exactInteger(mask)];
  return wanted !== undefined && masked !== undefined && (wanted & ~masked) !== 0n;
}

function checkValue(value: number | string, where: string): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return `${where} is a number that JavaScript cannot represent exactly, got ${value}: write it as text, such as "0xffffffffffffffff"`;
  }
  if (exactInteger(value) !== undefined) return undefined;
  return `${where} must be 0 to 2^64-1, as a whole number or as decimal or 0x text, got ${quote(value)}`;
}

function exactInteger(value: number | string): bigint | undefined {
  const isExact =
    typeof value === 'number' ? Number.isSafeInteger(value) : /^(0|[1-9][0-9]{0,19}|0x[0-9a-fA-F]{1,16})$/.test(value);
  if (!isExact) return undefined;
  const integer = BigInt(value);
  return integer >= 0n && integer <= LARGEST_VALUE ? integer : undefined;
}

/** Returns a rule in its normal form, which is the same for equal rules: sorted names and conditions, decimal values. */
export function normalSyscallRule(rule: SeccompSyscallRule): SeccompSyscallRule {
  return {
    names: [...new Set(rule.names)].sort(),
    action: rule.action,
    errnoRet: rule.errnoRet,
    ...(rule.args !== undefined &&
      rule.args.length > 0 && { args: rule.args.map(normalArgument).sort((a, b) => a.index - b.index) }),
  };
}

function normalArgument(arg: SeccompArgument): SeccompArgument {
  return {
    index: arg.index,
    op: arg.op,
    value: decimal(arg.value),
    ...(arg.op === SeccompOperator.MASKED_EQ && { valueTwo: decimal(arg.valueTwo ?? 0) }),
  };
}

/** Returns a value in decimal. A wrong value stays as it is, so that its rule can still be compared with others. */
function decimal(value: number | string): string {
  return String(exactInteger(value) ?? value);
}

/** Returns a rule as in a runtime's JSON, in which the values of conditions are 64-bit integers. */
export function syscallRuleJson({ names, action, errnoRet, args }: SeccompSyscallRule): ExactJson {
  return {
    names,
    action,
    errnoRet,
    args: args?.map(({ index, value, valueTwo, op }) => ({
      index,
      value: BigInt(value),
      valueTwo: valueTwo === undefined ? undefined : BigInt(valueTwo),
      op,
    })),
  };
}
