/** A process of a pod. */
export interface PodProcess {
  readonly name: string;
  /** The AppArmor profile and its mode, such as `web (enforce)`; or `unconfined`. */
  readonly label: string;
  /** Some lines of its status, such as `Seccomp:2`. */
  readonly status: string;
  /** Control group of the process, which contains the names of pod and container. */
  readonly group: string;
}

/** State of a node's kernel at one moment. */
export interface KernelView {
  /** Loaded AppArmor profiles with their mode, such as `web (enforce)`. */
  readonly profiles: readonly string[];
  readonly processes: readonly PodProcess[];
}

/** Reads what `guest/look` prints; nothing when it was cut off. */
export function parseKernelView(text: string): KernelView | undefined {
  const lines = text.split('\n');
  if (!lines.includes('end')) return undefined;
  const after = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return {
    profiles: after('profile'),
    processes: after('process').map((line) => {
      const [, name, label, status, group] = line.split('|');
      return { name, label, status, group };
    }),
  };
}
