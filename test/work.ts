import { Session, type Profiler } from 'node:inspector';

/**
 * Counts the blocks of `src/` that a function executes. The number does not depend on the load of the machine. The first
 * call also counts what modules do only once. Loops within built-in functions, such as `indexOf`, are not counted.
 */
export function workOf(run: () => void): number {
  const session = new Session();
  session.connect();
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    // what was counted before
    session.post('Profiler.takePreciseCoverage');
    run();
    let work = 0;
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) throw error;
      work = blocksIn(coverage.result);
    });
    return work;
  } finally {
    session.disconnect();
  }
}

function blocksIn(scripts: ReadonlyArray<Profiler.ScriptCoverage>): number {
  return scripts
    .filter(({ url }) => /\/src\/.+\.ts$/.test(url))
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
}
