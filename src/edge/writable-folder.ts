import type { Size } from 'cdk8s';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { sizeText } from '../kubernetes/amount';
import { referenceTo, type INamedObject, type ObjectReference } from '../kubernetes/named-object';
import { compareQuantities } from '../kubernetes/quantity';
import { absolutePath, quantity } from '../kubernetes/syntax';

/** Options of a folder that is deleted with its pod. */
export interface TemporaryFolderOptions {
  /**
   * Maximum size of the content, as a quantity or a `Size`. The kubelet evicts a pod that exceeds it.
   * @default "64Mi"
   */
  readonly size?: string | Size;

  /**
   * True if the folder is in memory: its content counts toward the memory limit and is never written to disk.
   * @default false
   */
  readonly inMemory?: boolean;
}

/** Parts of a folder that depend on its kind. */
interface FolderParts {
  readonly diskSize?: string | undefined;
  readonly reference?: ObjectReference;
  readonly accessMode?: string | undefined;
}

/** Folder that a container may write to. */
export class WritableFolder {
  /**
   * Folder that is empty at first, and that is deleted with its pod.
   * @throws {@link InputError} if the path or the size is invalid
   */
  public static temporary(path: string, options: TemporaryFolderOptions = {}): WritableFolder {
    const size = sizeText(options.size ?? '64Mi');
    const inMemory = options.inMemory ?? false;
    const problems = new Problems();
    const syntax = quantity('size', size);
    problems.add(syntax);
    // for the kubelet, an emptyDir of size 0 has no limit
    if (syntax === undefined && compareQuantities(size, 1) === -1)
      problems.add(`size must be at least one byte, got ${quote(size)}`);
    return new WritableFolder(
      'WritableFolder.temporary',
      path,
      problems,
      { emptyDir: { sizeLimit: size, ...(inMemory && { medium: 'Memory' }) } },
      { diskSize: inMemory ? undefined : size },
    );
  }

  /**
   * Folder of a persistent volume claim in the app's namespace. The app's group may write to it.
   * @param path folder in the container
   * @param claim claim, or its name
   * @throws {@link InputError} if the path or the name is invalid, or the object is not a claim
   */
  public static persistent(path: string, claim: string | INamedObject): WritableFolder {
    const problems = new Problems();
    const reference = referenceTo('PersistentVolumeClaim', claim, 'claim');
    const source = { persistentVolumeClaim: { claimName: reference.name } };
    const accessMode = reference.problem === undefined && typeof claim === 'object' ? accessModeOf(claim) : undefined;
    return new WritableFolder('WritableFolder.persistent', path, problems, source, { reference, accessMode });
  }

  /** Maximum share of the node's ephemeral storage. Undefined for a folder in memory, and for a claim. */
  public readonly diskSize: string | undefined;
  /**
   * Claim of the folder. Undefined for a temporary folder.
   * @internal
   */
  public readonly _reference: ObjectReference | undefined;
  /**
   * Access mode of the claim. Undefined if it is unknown.
   * @internal
   */
  public readonly _accessMode: string | undefined;

  private constructor(
    what: string,
    /** Folder in the container. */
    public readonly path: string,
    problems: Problems,
    /** @internal */
    public readonly _source: JsonObject,
    { diskSize, reference, accessMode }: FolderParts,
  ) {
    this.diskSize = diskSize;
    this._reference = reference;
    this._accessMode = accessMode;
    problems.add(reference?.problem);
    problems.add(absolutePath('path', path));
    problems.throwIfAny(what);
  }

  /** True if the content remains when the pod is deleted. */
  public get isPersistent(): boolean {
    return 'persistentVolumeClaim' in this._source;
  }
}

/** Returns the access mode of a claim that knows it, as a `DataClaim` does. */
function accessModeOf(claim: INamedObject): string | undefined {
  const mode: unknown = 'accessMode' in claim ? claim.accessMode : undefined;
  return typeof mode === 'string' ? mode : undefined;
}
