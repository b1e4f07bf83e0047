import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = ['apparmor_parser', '/usr/sbin/apparmor_parser'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

/** All features of AppArmor 3.0. Without them, the parser omits whole kinds of rules from the policy. */
const ALL_FEATURES = ['-M', '/etc/apparmor.d/abi/3.0'];

// tests ask about many files of a profile
const seen = new Map<string, string>();

/** The real parser. Needs the package `apparmor`, but no AppArmor in the kernel. */
export const parser = {
  present: PROGRAM !== undefined,

  /** Runs a test body with the real parser. Without it, the body fails in CI and prints a warning elsewhere. */
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

  /** Returns the first text that the parser rejects, with the parser's error; undefined if it compiles all texts. */
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

  /**
   * Returns the policy that files compile to, with all features and without the kernel.
   *
   * @param base folder of abstractions and tunables
   * @param options options that make the parser faster
   */
  policy(files: ReadonlyArray<string>, base = '/etc/apparmor.d', options: ReadonlyArray<string> = []): Promise<Buffer> {
    // parallel jobs would write in the order in which they finish
    const args = ['-Q', '-K', '-S', '-j1', '--base', base, ...ALL_FEATURES, ...options, ...files];
    return new Promise((resolve, reject) => {
      const child = spawn(PROGRAM ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const out: Buffer[] = [];
      const words: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
      child.on('error', reject);
      child.on('close', (status) =>
        status === 0 ? resolve(Buffer.concat(out)) : reject(new Error(Buffer.concat(words).toString())),
      );
    });
  },

  /** Returns the policies of texts, each of which is a file. */
  async policies(texts: ReadonlyArray<string>): Promise<Buffer[]> {
    const folder = mkdtempSync(join(tmpdir(), 'apparmor-'));
    try {
      return await Promise.all(
        texts.map((text, i) => {
          const file = join(folder, `p${i}`);
          writeFileSync(file, text);
          return parser.policy([file]);
        }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  /** True if the parser compiles the text. */
  compiles(text: string): boolean {
    return inFolder([text], ([file]) => run(['-Q', '-K', '-S', file ?? '']).ok);
  },

  /** Returns the names of the profiles in a text. */
  names(text: string): string[] {
    return inFolder([text], ([file]) =>
      run(['--names', file ?? ''])
        .stdout.trim()
        .split('\n'),
    );
  },

  /**
   * Returns the permissions of a process for a file of its own user ID, or of another one: letters of `xwrakm`.
   * Throws if the text does not compile.
   */
  permissions(text: string, path: string, owner = true): string {
    return walk(parser.automata(text), path, owner);
  },

  /** Returns the parser's automata of the profiles in a text, as it prints them. */
  automata(text: string): string {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const { ok, stderr } = inFolder([text], ([file]) => run(['-Q', '-K', '-S', '-D', 'dfa-states', file ?? '']));
    if (!ok) throw new Error(`${stderr}\n${text}`);
    seen.set(text, stderr);
    return stderr;
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

// bits of the kernel's file permissions, starting with 1; those for files of other users are 14 bits higher
const BITS = 'xwralkm';

function walk(automata: string, path: string, owner: boolean): string {
  const blocks = (automata.split('{1} <==')[1] ?? '').split(/^(?=\{\d+\} perms:)/m).slice(1);
  const states = new Map(blocks.map((block) => [/^\{\d+\}/.exec(block)?.[0] ?? '', block]));
  let at = '{1}';
  let perms: [number, number] = [0, 0];
  for (const byte of Buffer.from(path)) {
    const block = states.get(at) ?? '';
    const move =
      new RegExp(`0x${byte.toString(16)} -> (\\{\\d+\\})(.*)`).exec(block) ??
      /^ {4}\[.*\] -> (\{\d+\})(.*)/m.exec(block);
    at = move?.[1] ?? '';
    const [, allow = '0', deny = '0'] = /\(0x ([0-9a-f]+)\/([0-9a-f]+)\//.exec(move?.[2] ?? '') ?? [];
    perms = [parseInt(allow, 16), parseInt(deny, 16)];
  }
  const allowed = perms[0] & ~perms[1];
  // the permission to link depends on the pair of names, so it is not here
  return [...BITS].filter((bit, i) => bit !== 'l' && allowed & (1 << (owner ? i : i + 14))).join('');
}
