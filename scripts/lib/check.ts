/** Runs a check that throws, or says how many failures it has printed, and makes that the exit code. */
export function check(failures: () => number): void {
  try {
    process.exitCode = failures() === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
