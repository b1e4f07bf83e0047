import type { Duration, Size } from 'cdk8s';

/** Amount of CPU. `Cpu` of any cdk8s-plus has this shape. */
export interface ICpu {
  /** Amount as a quantity, such as `500m`. */
  readonly amount: string;
}

/** Returns an amount of CPU as a quantity. */
export function cpuText(cpu: string | ICpu): string {
  return typeof cpu === 'object' ? cpu.amount : cpu;
}

/** Returns a size as a quantity. */
export function sizeText(size: string | Size): string {
  return typeof size === 'object' ? size.asString() : size;
}

/** Returns a time in seconds, with fractions of a second. */
export function inSeconds(time: number | Duration): number {
  return typeof time === 'object' && 'toSeconds' in time ? time.toSeconds({ integral: false }) : time;
}
