/** Feeds inputs to one reader in its own thread, so that an endless run can be stopped. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../src/diagnostics/input-error';
import { Random } from './random';
import type { FuzzReader } from './reader';
import { FUZZ_READERS } from './readers';

/** Input of a worker. */
export interface FuzzTask {
  readonly reader: string;
  readonly seed: number;
  /** Number of the first input. */
  readonly first: number;
  /** Number of inputs. */
  readonly inputs: number;
  /** Milliseconds after which no new input is tried. */
  readonly time: number;
  /** Shared memory with one number: the number of the current input. */
  readonly current: Int32Array;
}

/** Result of a worker. */
export interface FuzzOutcome {
  readonly inputs: number;
  readonly accepted: number;
  /** Milliseconds that the slowest input took. */
  readonly slowest: number;
  readonly failures: ReadonlyArray<FuzzFailure>;
}

/** Input that has failed. */
export interface FuzzFailure {
  readonly input: number;
  readonly what: string;
  /** Shortened text of the input. */
  readonly shown: string;
}

/** Maximum milliseconds for an input of 100 KB. */
const LONGEST = 2_000;
const MOST_FAILURES = 10;

interface Trial {
  readonly error?: unknown;
  readonly rejected: boolean;
  readonly time: number;
}

/** Returns the milliseconds of CPU time since a point in time, because elapsed time depends on other work of the machine. */
function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

async function trial(reader: FuzzReader, input: unknown): Promise<Trial> {
  const start = process.cpuUsage();
  try {
    const pending = reader.run(input);
    if (pending !== undefined) await pending;
    return { rejected: false, time: since(start) };
  } catch (error) {
    const time = since(start);
    return error instanceof InputError ? { rejected: true, time } : { rejected: true, time, error };
  }
}

async function fuzz({ reader: name, seed, first, inputs, time, current }: FuzzTask): Promise<FuzzOutcome> {
  const reader = FUZZ_READERS.find((each) => each.name === name);
  if (reader === undefined) throw new Error(`unknown reader ${name}`);
  const failures: FuzzFailure[] = [];
  const end = performance.now() + time;
  let accepted = 0;
  let slowest = 0;
  let input = first;
  for (; input < first + inputs && performance.now() < end && failures.length < MOST_FAILURES; input += 1) {
    Atomics.store(current, 0, input);
    const value: unknown = reader.generate(new Random(seed, input));
    let last = await trial(reader, value);
    // the first runs are slow, because the code is not compiled yet
    if (last.time > LONGEST) last = await trial(reader, value);
    slowest = Math.max(slowest, last.time);
    if (!last.rejected) accepted += 1;
    const what = problemOf(last);
    if (what !== undefined) failures.push({ input, what, shown: shownInput(value) });
  }
  reader.end?.();
  return { inputs: input - first, accepted, slowest, failures };
}

function problemOf({ error, time }: Trial): string | undefined {
  if (error !== undefined)
    return error instanceof Error ? (error.stack ?? error.message) : 'threw a value that is not an Error';
  return time > LONGEST ? `took ${Math.round(time)} ms` : undefined;
}

/** Returns an input in the form for messages. */
export function shownInput(value: unknown): string {
  const text = typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString('base64') : undefined;
  return JSON.stringify(text ?? value)?.slice(0, 2_000) ?? String(value);
}

if (!isMainThread) void fuzz(workerData as FuzzTask).then((outcome) => parentPort?.postMessage(outcome));
