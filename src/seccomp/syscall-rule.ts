import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { ExactJson } from './json/exact-json';
import { SeccompOperator } from './operator';

const LARGEST_ERRNO = 4094; // libseccomp 2.5.4 refuses 4095, the kernel's own MAX_ERRNO
const LARGEST_VALUE = 2n ** 64n - 1n;
const ARGUMENTS = 6;
const SYSCALL_NAME = /^[a-z_][a-z0-9_]*$/;
const ACTIONS_WITH_ERRNO: readonly string[] = [SeccompAction.ERRNO, SeccompAction.TRACE];

/** A condition on one argument of a system call. */
export interface SeccompArgument {
  /** Which argument: 0 to 5. */
  readonly index: number;

  /** How the argument is compared. */
  readonly op: SeccompOperator;

  /**
   * What it is compared with, 0 to 2^64-1; the mask for `MASKED_EQ`.
   *
   * A number up to 2^53-1, or text for any value: decimal (`"18446744073709551615"`) or
   * hexadecimal (`"0xffffffffffffffff"`).
   *
   * All 64 bits of the register are compared, where a C `int` of -1 may stand as 0xffffffff or as
   * 0xffffffffffffffff; for a 32-bit interface the lower 32 bits of argument and value alone.
   */
  readonly value: number | string;

  /**
   * What the masked bits must be; with `MASKED_EQ` only. Written like `value`.
   *
   * @default 0 with `MASKED_EQ`: all masked bits are clear
   */
  readonly valueTwo?: number | string;
}

/** What is done with some system calls. */
export interface SeccompSyscallRule {
  /**
   * Names of the system calls (`openat`). Order and repetition have no meaning.
   *
   * A runtime ignores a name that its kernel or libseccomp does not know, so a misspelled name
   * is not allowed, or not denied, without a word.
   */
  readonly names: string[];

  /** What the kernel does with them. */
  readonly action: SeccompAction;

  /**
   * The error number returned by `ERRNO`, or the message to the tracer of `TRACE`: 0 to 4094.
   *
   * With 0 the call is skipped and the program believes that it succeeded.
   * @default 1 (EPERM)
   */
  readonly errnoRet?: number;

  /**
   * Conditions that must all hold, at most one for each argument; alternatives are rules of their own.
   *
   * @default - none: the rule holds for every call
   */
  readonly args?: SeccompArgument[];
}

/** Adds what is wrong with a rule that stands at `where`. */
export function checkSyscallRule(rule: SeccompSyscallRule, where: string, problems: Problems): void {
  if (rule.names.length === 0) problems.add(`${where}.names must hold a system call, got none`);
  for (const name of rule.names) {
    if (SYSCALL_NAME.test(name)) continue;
    problems.add(`${where}.names: a system call is named by lower-case letters, digits and _, got ${quote(name)}`);
  }
  problems.add(checkChoice(rule.action, Object.values(SeccompAction), `${where}.action`));
  problems.add(checkErrno(rule.errnoRet, rule.action, `${where}.errnoRet`));
  checkArguments(rule.args ?? [], `${where}.args`, problems);
}

/** What is wrong with the error number of an action. */
export function checkErrno(errno: number | undefined, action: SeccompAction, where: string): string | undefined {
  if (errno === undefined) return undefined;
  if (!ACTIONS_WITH_ERRNO.includes(action)) {
    return `${where} belongs to ${ACTIONS_WITH_ERRNO.join(' and ')} alone, got ${quote(errno)} with ${quote(action)}: leave it out`;
  }
  if (Number.isInteger(errno) && errno >= 0 && errno <= LARGEST_ERRNO) return undefined;
  return `${where} must be 0 to ${LARGEST_ERRNO}, got ${quote(errno)}`;
}

/** What is wrong with a value that must be one of an enum's. */
export function checkChoice(value: string, choices: string[], where: string): string | undefined {
  return choices.includes(value) ? undefined : `${where} must be one of ${choices.join(', ')}, got ${quote(value)}`;
}

function checkArguments(args: readonly SeccompArgument[], where: string, problems: Problems): void {
  if (args.length > ARGUMENTS) problems.add(`${where} must hold at most ${ARGUMENTS} conditions, got ${args.length}`);
  const seen = new Set<number>();
  args.forEach((arg, i) => {
    checkArgument(arg, `${where}[${i}]`, problems);
    if (seen.has(arg.index)) {
      // runc and crun then take every condition of the rule as a rule of its own: "or" in place of "and"
      problems.add(
        `${where}[${i}]: argument ${arg.index} has a condition already, and runtimes would take the two as alternatives: write a rule for each`,
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
    problems.add(
      `${where}.valueTwo belongs to ${SeccompOperator.MASKED_EQ} alone, got it with ${quote(arg.op)}: leave it out`,
    );
  } else if (problem === undefined && isOutsideMask(arg.valueTwo, arg.value)) {
    problems.add(
      `${where}.valueTwo has bits outside the mask: value is the mask and valueTwo what its bits must be, got value ${quote(arg.value)} and valueTwo ${quote(arg.valueTwo)}`,
    );
  }
}

function isOutsideMask(bits: number | string, mask: number | string): boolean {
  const [wanted, masked] = [exactInteger(bits), exactInteger(mask)];
  return wanted !== undefined && masked !== undefined && (wanted & ~masked) !== 0n;
}

function checkValue(value: number | string, where: string): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return `${where} is a number that JavaScript does not hold exactly, got ${value}: write it as text, such as "0xffffffffffffffff"`;
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

/** A rule in the one form that equal rules share: names and conditions in order, values in decimal. */
export function normalSyscallRule(rule: SeccompSyscallRule): SeccompSyscallRule {
  return {
    names: [...new Set(rule.names)].sort(),
    action: rule.action,
    ...(rule.errnoRet !== undefined && { errnoRet: rule.errnoRet }),
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

/** Total, so that a rule with a wrong value can still be compared with others. */
function decimal(value: number | string): string {
  return String(exactInteger(value) ?? value);
}

/** A rule as a runtime's JSON has it: values of conditions are integers of 64 bits. */
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
