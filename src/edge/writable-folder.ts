import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { absolutePath, dnsSubdomain, quantity, quantityValue } from '../kubernetes/syntax';

/** Options of a folder that is deleted with its pod. */
export interface TemporaryFolderOptions {
  /**
   * Maximum size of the content, as a quantity. The kubelet evicts a pod that exceeds it.
   * @default "64Mi"
   */
  readonly size?: string;

  /**
   * True if the folder is in memory: its content counts toward the memory limit and is never written to disk.
   * @default false
   */
  readonly inMemory?: boolean;
}

/** Folder that a container may write to. */
export class WritableFolder {
  /**
   * Folder that is empty at first, and that is deleted with its pod.
   * @throws {@link InputError} if the path or the size is invalid
   */
  public static temporary(path: string, options: TemporaryFolderOptions = {}): WritableFolder {
    const size = options.size ?? '64Mi';
    const inMemory = options.inMemory ?? false;
    const problems = new Problems();
    const syntax = quantity('size', size);
    problems.add(syntax);
    // for the kubelet, an emptyDir of size 0 has no limit
    if (syntax === undefined && quantityValue(size) < 1)
      problems.add(`size must be at least one byte, got ${quote(size)}`);
    return new WritableFolder(
      'WritableFolder.temporary',
      path,
      problems,
      { emptyDir: { sizeLimit: size, ...(inMemory && { medium: 'Memory' }) } },
      inMemory ? undefined : size,
    );
  }

  /**
   * Folder of a persistent volume claim in the app's namespace. The app's group may write to it.
   * @throws {@link InputError} if the path or the name is invalid
   */
  public static persistent(path: string, claimName: string): WritableFolder {
    const problems = new Problems();
    problems.add(dnsSubdomain('claim', claimName));
    return new WritableFolder('WritableFolder.persistent', path, problems, { persistentVolumeClaim: { claimName } });
  }

  private constructor(
    what: string,
    /** Folder in the container. */
    public readonly path: string,
    problems: Problems,
    /** @internal */
    public readonly _source: JsonObject,
    /** Maximum share of the node's ephemeral storage. Undefined for a folder in memory, and for a claim. */
    public readonly diskSize?: string,
  ) {
    problems.add(absolutePath('path', path));
    problems.throwIfAny(what);
  }

  /** True if the content remains when the pod is deleted. */
  public get isPersistent(): boolean {
    return 'persistentVolumeClaim' in this._source;
  }
}
