import { spawnSync } from 'node:child_process';

/** Exit code and output of a program. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** User of the host, with only a number. The user does not need an account. */
export class UnixUser {
  /** @param groups supplementary groups. The primary group has the number of the user. */
  constructor(
    public readonly id: number,
    public readonly groups: readonly number[] = [],
  ) {}

  /** Command that starts a program as this user. */
  public get prefix(): [program: string, ...args: string[]] {
    const groups = this.groups.length === 0 ? '--clear-groups' : `--groups=${this.groups.join(',')}`;
    return ['setpriv', `--reuid=${this.id}`, `--regid=${this.id}`, groups, '--'];
  }

  /** Runs a program until it ends. Its environment contains only the given variables, and PATH. */
  public run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Answer {
    const [program, ...args] = [...this.prefix, ...command];
    const { status, stdout, stderr } = spawnSync(program, args, {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return status === null ? { code: -1, stdout, stderr: 'it did not end' } : { code: status, stdout, stderr };
  }

  /** Runs an action as the user in this process, because the kernel tells the other end of a socket the user at the time of the connection. */
  public async during<T>(use: () => Promise<T>): Promise<T> {
    process.setgroups?.([...this.groups]);
    process.setegid?.(this.id);
    process.seteuid?.(this.id);
    try {
      return await use();
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
      process.setgroups?.([]);
    }
  }
}
