import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { installed } from './installed-profiles';

const missing = installed.missing();
/** Runs a test body with the packages' profiles; without them the body is left out aloud, and in CI fails. */
const withProfiles = (body: () => void) => () => {
  if (missing.length === 0) return body();
  if (process.env['CI'] !== undefined) throw new Error(`packages are missing: install ${missing.join(', ')}`);
  console.warn(
    `not checked against installed profiles: install ${missing.join(', ')} (${expect.getState().currentTestName})`,
  );
};

// whether it also compiles to the same policy is the check of scripts/check-round-trip.ts
test(
  'what was written back is written the same again',
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
