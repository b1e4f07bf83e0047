import { Session, type Profiler } from 'node:inspector';

// V8 counts the blocks of a function only if it compiles the function after this
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
// the counters slow down every later test of the process
afterAll(() => session.disconnect());

/**
 * Counts the blocks of `src/` that a function executes. The number does not depend on the load of the machine. The first
 * call also counts what modules do only once. Loops within built-in functions, such as `indexOf`, are not counted.
 */
export function workOf(run: () => void): number {
  executedBlocks();
  run();
  return executedBlocks();
}

/** Returns the number of blocks that were executed since the last call. */
function executedBlocks(): number {
  let scripts: ReadonlyArray<Profiler.ScriptCoverage> = [];
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    scripts = result;
  });
  return scripts
    .filter(({ url }) => /\/src\/.+\.ts$/.test(url))
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
}
