import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

/** What the real parser says; needs the package `apparmor`, and no AppArmor in the kernel. */
export const parser = {
  present: PROGRAM !== undefined,

  /** Runs a test body with the real parser; without it the body is left out aloud, and in CI fails. */
  needed(body: () => void): () => void {
    return () => {
      if (parser.present) return body();
      if (process.env['CI'] !== undefined)
        throw new Error('apparmor_parser is missing: install the package "apparmor"');
      console.warn(
        `not checked against the real parser: apparmor_parser is missing, install the package "apparmor" (${expect.getState().currentTestName})`,
      );
    };
  },

  /** The first of the texts that the parser refuses, with its words; undefined if it compiles all. */
  firstRefusal(texts: ReadonlyArray<string>): string | undefined {
    return inFolder(texts, (files) => {
      for (let i = 0; i < files.length; i += 200) {
        const batch = files.slice(i, i + 200);
        if (run(['-Q', '-K', '-S', '-j2', ...batch]).ok) continue;
        for (const [k, file] of batch.entries()) {
          const { ok, stderr } = run(['-Q', '-K', '-S', file]);
          if (!ok) return `${stderr}\n${texts[i + k]}`;
        }
      }
      return undefined;
    });
  },

  /** True if the parser compiles the text. */
  compiles(text: string): boolean {
    return inFolder([text], ([file]) => run(['-Q', '-K', '-S', file ?? '']).ok);
  },

  /** Names of the profiles in a text. */
  names(text: string): string[] {
    return inFolder([text], ([file]) =>
      run(['--names', file ?? ''])
        .stdout.trim()
        .split('\n'),
    );
  },

  /** For each text, the automata that the parser makes of its profile, as it prints them. */
  automata(text: string): string {
    return inFolder([text], ([file]) => run(['-Q', '-K', '-S', '-D', 'dfa-states', file ?? '']).stderr);
  },
};

function run(args: string[]): { ok: boolean; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(PROGRAM ?? '', args, { encoding: 'latin1', maxBuffer: 1 << 28 });
  return { ok: status === 0, stdout, stderr };
}

function inFolder<T>(texts: ReadonlyArray<string>, use: (files: string[]) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'apparmor-'));
  try {
    const files = texts.map((text, i) => {
      const file = join(folder, `p${i}`);
      writeFileSync(file, text);
      return file;
    });
    return use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
