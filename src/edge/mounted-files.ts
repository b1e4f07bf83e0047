import { createHash } from 'node:crypto';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject, type ObjectReference } from '../kubernetes/named-object';
import { absolutePath, configKey, plainText } from '../kubernetes/syntax';

/** Mode 0440: only the owner and the group can read. A Secret's files belong to root, so the app reads them through its group. */
const SECRET_MODE = 0o440;
const CONFIG_MODE = 0o444;
/** Maximum size of a ConfigMap in the API server, in bytes. */
const MAX_CONFIG = 1024 * 1024;

/** Folder of read-only files in a container: from ConfigMaps, a Secret or a claim, or from texts in the app's code. */
export class MountedFiles {
  /**
   * Files of a ConfigMap in the app's namespace.
   * @param configMap ConfigMap, or its name
   * @param mountPath folder in the container
   * @throws {@link InputError} if the name or the path is invalid, or the object is not a ConfigMap
   */
  public static fromConfigMap(configMap: string | INamedObject, mountPath: string): MountedFiles {
    const problems = new Problems();
    const reference = referenceTo('ConfigMap', configMap);
    const source = { configMap: { name: reference.name, defaultMode: CONFIG_MODE } };
    return new MountedFiles('MountedFiles.fromConfigMap', mountPath, problems, [reference], source);
  }

  /**
   * Files of several ConfigMaps in one folder. A ConfigMap that does not exist adds no files until it is created.
   * @param configMaps ConfigMaps, or their names
   * @param mountPath folder in the container
   * @throws {@link InputError} if a name or the path is invalid, an object is not a ConfigMap, or the list is empty
   */
  public static fromConfigMaps(configMaps: (string | INamedObject)[], mountPath: string): MountedFiles {
    const problems = new Problems();
    if (configMaps.length === 0) problems.add('ConfigMaps must not be empty');
    const references = configMaps.map((configMap) => referenceTo('ConfigMap', configMap));
    const sources = references.map(({ name }) => ({ configMap: { name, optional: true } }));
    const source = { projected: { defaultMode: CONFIG_MODE, sources } };
    return new MountedFiles('MountedFiles.fromConfigMaps', mountPath, problems, references, source);
  }

  /**
   * Folder of a persistent volume claim in the app's namespace, mounted read-only.
   * @param claim claim, or its name
   * @param mountPath folder in the container
   * @throws {@link InputError} if the name or the path is invalid, or the object is not a claim
   */
  public static fromClaim(claim: string | INamedObject, mountPath: string): MountedFiles {
    const problems = new Problems();
    const reference = referenceTo('PersistentVolumeClaim', claim, 'claim');
    const source = { persistentVolumeClaim: { claimName: reference.name, readOnly: true } };
    return new MountedFiles('MountedFiles.fromClaim', mountPath, problems, [reference], source);
  }

  /**
   * Files of a Secret in the app's namespace. They have mode 0440, so that the app's group can read them.
   * @param secret Secret, or its name
   * @param mountPath folder in the container
   * @throws {@link InputError} if the name or the path is invalid, or the object is not a Secret
   */
  public static fromSecret(secret: string | INamedObject, mountPath: string): MountedFiles {
    const problems = new Problems();
    const reference = referenceTo('Secret', secret);
    const source = { secret: { secretName: reference.name, defaultMode: SECRET_MODE } };
    return new MountedFiles('MountedFiles.fromSecret', mountPath, problems, [reference], source);
  }

  /**
   * Files whose text is in the app's code. They become a ConfigMap whose name contains their hash, so that a changed text
   * rolls out the app.
   * @param mountPath folder in the container
   * @param files text by file name; never secrets, because the texts are committed to git
   * @throws {@link InputError} if a name, the path or a text is invalid, or the files are larger than 1 MiB in total
   */
  public static fromText(mountPath: string, files: Record<string, string>): MountedFiles {
    const problems = new Problems();
    const names = Object.keys(files).sort();
    if (names.length === 0) problems.add('files must not be empty');
    for (const name of names) {
      problems.add(configKey('file name', name));
      problems.add(plainText(`text of ${quote(name)}`, files[name] ?? ''));
    }
    const size = names.reduce((sum, name) => sum + Buffer.byteLength(name) + Buffer.byteLength(files[name] ?? ''), 0);
    if (size > MAX_CONFIG)
      problems.add(`files must have at most 1 MiB in total, got ${size} bytes: put them into the image`);
    return new MountedFiles(
      'MountedFiles.fromText',
      mountPath,
      problems,
      [],
      undefined,
      Object.fromEntries(names.map((name) => [name, files[name] ?? ''])),
    );
  }

  private constructor(
    what: string,
    /** Folder in the container. */
    public readonly mountPath: string,
    problems: Problems,
    /**
     * Objects whose content is mounted.
     * @internal
     */
    public readonly _references: ReadonlyArray<ObjectReference>,
    private readonly source?: JsonObject,
    /** @internal */
    public readonly _text?: Record<string, string>,
  ) {
    for (const { problem } of _references) problems.add(problem);
    problems.add(absolutePath('mountPath', mountPath));
    problems.throwIfAny(what);
  }

  /**
   * True if the files are those of a Secret.
   * @internal
   */
  public get _secret(): boolean {
    return this._references.some(({ kind }) => kind === 'Secret');
  }

  /**
   * Returns the name of the ConfigMap with the texts, for an app.
   * @internal
   */
  public _configMapName(app: string): string {
    const hash = createHash('sha256').update(JSON.stringify(this._text)).digest('hex').slice(0, 8);
    return `${app}-files-${hash}`;
  }

  /** @internal */
  public _volumeSource(app: string): JsonObject {
    return this.source ?? { configMap: { name: this._configMapName(app), defaultMode: CONFIG_MODE } };
  }
}
