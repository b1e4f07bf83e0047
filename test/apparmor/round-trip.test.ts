import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { installed } from './installed-profiles';

const missing = installed.missing();
/** Runs a test body with the packages' profiles. Without them, the body fails in CI and prints a warning elsewhere. */
const withProfiles = (body: () => void) => () => {
  if (missing.length === 0) return body();
  if (process.env['CI'] !== undefined) throw new Error(`packages are missing: install ${missing.join(', ')}`);
  console.warn(
    `not checked against installed profiles: install ${missing.join(', ')} (${expect.getState().currentTestName})`,
  );
};

// scripts/check-round-trip.ts checks that the text also compiles to the same policy
test(
  'a text that was written back does not change when it is read and written again',
  withProfiles(() => {
    const files = [...installed.profiles().map((path) => ({ path, included: false })), ...installed.included()];
    const unstable = files.filter((file) => {
      const once = installed.render(file);
      return AppArmorFile.parse(once, { file: file.path, included: file.included }).render() !== once;
    });
    expect(unstable).toEqual([]);
  }),
  60_000,
);
