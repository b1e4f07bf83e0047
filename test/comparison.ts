/**
 * Returns `test` for comparisons with a program of the machine. `npm test` needs only Node.js and npm, so a comparison
 * is skipped with a warning if its program is missing. In CI, which installs the program, the comparison then fails.
 * @param what comparison and the way to install the program, for the warning
 */
export function comparison(isInstalled: boolean, what: string): jest.It {
  if (isInstalled || process.env.CI !== undefined) return test;
  console.warn(`not ${what}`);
  return test.skip;
}
