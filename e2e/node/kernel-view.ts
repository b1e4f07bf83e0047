/** Process of a pod. */
export interface PodProcess {
  readonly name: string;
  /** AppArmor profile with its mode, such as `web (enforce)`, or `unconfined`. */
  readonly label: string;
  /** Some lines of the process's status, such as `Seccomp:2`. */
  readonly status: string;
  /** Control group, which contains the ids of the pod and the container. */
  readonly group: string;
}

/** State of a node's kernel at one point in time. */
export interface KernelView {
  /** Loaded AppArmor profiles with their mode, such as `web (enforce)`. */
  readonly profiles: readonly string[];
  readonly processes: readonly PodProcess[];
}

/** Reads the output of `guest/look`. Returns undefined if the output is incomplete. */
export function parseKernelView(text: string): KernelView | undefined {
  const lines = text.split('\n');
  if (!lines.includes('end')) return undefined;
  const after = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return {
    profiles: after('profile'),
    processes: after('process').map((line) => {
      const [, name = '', label = '', status = '', group = ''] = line.split('|');
      return { name, label, status, group };
    }),
  };
}
