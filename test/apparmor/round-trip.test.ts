import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { parser } from './apparmor-parser';
import { installed } from './installed-profiles';

const missing = installed.missing();
/** Runs a test body with the packages' profiles; without them the body is left out aloud, and in CI fails. */
const withProfiles = (body: () => Promise<void> | void) => async () => {
  if (missing.length === 0) return body();
  if (process.env['CI'] !== undefined) throw new Error(`packages are missing: install ${missing.join(', ')}`);
  console.warn(
    `not checked against installed profiles: install ${missing.join(', ')} (${expect.getState().currentTestName})`,
  );
};

// the states stay as the rules make them: quicker, and a stricter comparison than one of what is minimized
const QUICK = ['-O', 'no-expr-simplify'];

test(
  "every profile of Debian's packages, written back with all that it includes, compiles to the same policy",
  withProfiles(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apparmor-rendered-'));
    try {
      const rendered = installed.renderAll(folder);
      expect(rendered.size).toBeGreaterThan(130);
      const [before, after] = await Promise.all([
        parser.policy([...rendered.keys()], undefined, QUICK),
        parser.policy([...rendered.values()], folder, QUICK),
      ]);
      expect(before.length).toBeGreaterThan(1_000_000);
      expect(after.equals(before)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }),
  120_000,
);

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
