import type { ServiceDefinition } from '../service-definition';

/** Size of a folder in memory without a size, in bytes. */
export const DEFAULT_MEMORY_FOLDER = 64 * 1024 * 1024;

/** Folder in memory of the short form of `tmpfs`, such as `/run:size=64m,mode=1777`. */
export interface MemoryFolder {
  readonly path: string;
  /** Size in bytes. Undefined without one. */
  readonly size?: number;
  /** Other options. */
  readonly others: ReadonlyArray<string>;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

export function memoryFolder(text: string): MemoryFolder {
  const colon = text.indexOf(':');
  const [path, options] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const all = options.split(',').filter((option) => option !== '');
  const sized = all.find((option) => option.startsWith('size='));
  const [, number, unit = ''] = /^size=(\d+)([kmg]?)b?$/i.exec(sized ?? '') ?? [];
  const size = number === undefined ? undefined : Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  return {
    path,
    ...(size !== undefined && size > 0 && { size }),
    others: all.filter((option) => option !== sized || size === undefined),
  };
}

/** Returns the size of all folders in memory of a service, in bytes. */
export function memoryFoldersOf({ tmpfs = [], volumes = [], shm_size: shared = 0 }: ServiceDefinition): number {
  const sizes = [
    ...tmpfs.map((text) => memoryFolder(text).size ?? DEFAULT_MEMORY_FOLDER),
    ...volumes.filter(({ type }) => type === 'tmpfs').map((mount) => mount.tmpfs?.size ?? DEFAULT_MEMORY_FOLDER),
    shared,
  ];
  return sizes.reduce((sum, size) => sum + size, 0);
}
