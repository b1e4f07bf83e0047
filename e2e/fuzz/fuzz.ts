/**
 * Feeds random input to every reader of untrusted input. A crash, or a run of more than two seconds, is a failure.
 *
 * Usage: fuzz.ts [--seconds N | --inputs N] [--seed N] [--reader NAME] [--input N]
 *
 * `--seconds` is the total time of all readers. `--inputs` is the number of inputs for each reader. `--input` repeats one
 * input of a seed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Random } from './random';
import type { FuzzReader } from './reader';
import { FUZZ_READERS } from './readers';
import { shownInput } from './worker';
import type { FuzzOutcome, FuzzTask } from './worker';

/** Milliseconds without a new input after which a reader counts as hanging. */
const HANG = 20_000;

const WATCH = 500;

/** Code of a thread, which does not inherit the TypeScript loader of Node.js. */
const START = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'worker.ts'))});`;

interface Plan extends Pick<FuzzTask, 'seed' | 'first' | 'inputs' | 'time'> {
  readonly readers: ReadonlyArray<FuzzReader>;
}

function planned(): Plan {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      inputs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      reader: { type: 'string' },
      input: { type: 'string' },
    },
  });
  const readers = FUZZ_READERS.filter(({ name }) => values.reader === undefined || name === values.reader);
  if (readers.length === 0)
    throw new Error(`unknown reader ${values.reader}: use one of ${FUZZ_READERS.map(({ name }) => name).join(', ')}`);
  const { seconds = values.inputs === undefined && values.input === undefined ? '30' : undefined } = values;
  return {
    readers,
    seed: Number(values.seed),
    first: Number(values.input ?? 0),
    inputs: values.input === undefined ? Number(values.inputs ?? Infinity) : 1,
    time: seconds === undefined ? Infinity : (Number(seconds) * 1_000) / readers.length,
  };
}

/** Runs the inputs of one reader, and stops the thread if one of them does not end. */
async function run(reader: FuzzReader, { seed, first, inputs, time }: Plan): Promise<FuzzOutcome> {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const workerData: FuzzTask = { reader: reader.name, seed, first, inputs, time, current };
  const worker = new Worker(START, { eval: true, workerData });
  let seen = -1;
  let since = performance.now();
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => {
      const input = Atomics.load(current, 0);
      if (input !== seen) [seen, since] = [input, performance.now()];
      else if (performance.now() - since > HANG) {
        const failure = {
          input,
          what: `did not end within ${HANG / 1_000} seconds`,
          shown: shownInput(reader.generate(new Random(seed, input))),
        };
        finish({ inputs: input - first + 1, accepted: 0, slowest: HANG, failures: [failure] });
      }
    }, WATCH);
    const finish = (outcome: FuzzOutcome): void => {
      clearInterval(watch);
      void worker.terminate();
      resolve(outcome);
    };
    worker.on('message', finish);
    worker.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
}

async function main(): Promise<void> {
  const plan = planned();
  let failed = 0;
  for (const reader of plan.readers) {
    await reader.prepare?.();
    const { inputs, accepted, slowest, failures } = await run(reader, plan);
    failed += failures.length;
    console.log(
      `${reader.name.padEnd(20)} ${inputs} inputs of seed ${plan.seed}, ${accepted} accepted; the slowest took ${Math.round(slowest)} ms; ${failures.length} failures`,
    );
    for (const { input, what, shown } of failures)
      console.log(`--reader ${reader.name} --seed ${plan.seed} --input ${input}: ${what}\n${shown}\n`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
