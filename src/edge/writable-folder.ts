import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { absolutePath, dnsSubdomain, quantity, quantityValue } from '../kubernetes/syntax';

/** How a folder that lives as long as its pod is kept. */
export interface TemporaryFolderOptions {
  /**
   * Most that it may hold, as a quantity: the pod is evicted beyond it.
   * @default "64Mi"
   */
  readonly size?: string;

  /**
   * Keep it in memory, where it counts toward the memory limit and never reaches the disk.
   * @default false
   */
  readonly inMemory?: boolean;
}

/** A folder that a container may write to. */
export class WritableFolder {
  /**
   * An empty folder that ends with its pod.
   * @throws when the path or the size is not valid
   */
  public static temporary(path: string, options: TemporaryFolderOptions = {}): WritableFolder {
    const size = options.size ?? '64Mi';
    const inMemory = options.inMemory ?? false;
    const problems = new Problems();
    const syntax = quantity('size', size);
    problems.add(syntax);
    // the kubelet takes an emptyDir of size 0 for one without a limit
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
   * A folder of a persistent volume claim that stands in the app's namespace. The app's group may write to it.
   * @throws when the path or the name is not valid
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
    /** What it may take of the node's ephemeral storage; undefined for memory and claims. */
    public readonly diskSize?: string,
  ) {
    problems.add(absolutePath('path', path));
    problems.throwIfAny(what);
  }

  /** Whether it outlives its pod. */
  public get isPersistent(): boolean {
    return 'persistentVolumeClaim' in this._source;
  }
}
