import { expectTypes } from '../diagnostics/expected-type';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject, type ObjectReference } from '../kubernetes/named-object';
import { absolutePath, configKey, plainText } from '../kubernetes/syntax';

/** Mode 0440: only the owner and the group can read. A Secret's files belong to root, so the app reads them through its group. */
const SECRET_MODE = 0o440;
const CONFIG_MODE = 0o444;
/** Maximum size of a ConfigMap in the API server, in bytes. */
const MAX_CONFIG = 1024 * 1024;

/** File of a Secret. */
export interface SecretFile {
  /** Secret, or its name. */
  readonly secret: string | INamedObject;
  /** Key in the Secret. */
  readonly key: string;
  /**
   * Name of the file.
   * @default - the key
   */
  readonly fileName?: string;
}

/** Mode of files whose text is in the app's code. */
export interface FileModeOptions {
  /**
   * Mode of the files, such as `0o555` for scripts.
   * @default 0o444
   */
  readonly mode?: number;
}

/** Folder of read-only files in a container, or one file: from ConfigMaps, a Secret or a claim, or from texts in the app's code. */
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
    expectTypes('MountedFiles.fromConfigMaps', { configMaps: [configMaps, 'list'] });
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
   * @param files text by file name, or by path below the folder such as `conf.d/site.conf`; never secrets, because the texts
   * are committed to git
   * @throws {@link InputError} if a name, the path or a text is invalid, or the files are larger than 1 MiB in total
   */
  public static fromText(
    mountPath: string,
    files: Record<string, string>,
    options: FileModeOptions = {},
  ): MountedFiles {
    expectTypes('MountedFiles.fromText', { mountPath: [mountPath, 'text'], files: [files, { mapOf: 'text' }] });
    const problems = new Problems();
    const names = Object.keys(files).sort();
    if (names.length === 0) problems.add('files must not be empty');
    for (const problem of textProblems(files)) problems.add(problem);
    return new MountedFiles(
      'MountedFiles.fromText',
      mountPath,
      problems,
      [],
      undefined,
      Object.fromEntries(names.map((name) => [name, files[name] ?? ''])),
      options,
    );
  }

  /**
   * Chosen files of Secrets in the app's namespace, in one folder. They have mode 0440, so that the app's group can read
   * them.
   * @param mountPath folder in the container
   * @throws {@link InputError} if a name, a key or the path is invalid, an object is not a Secret, or the list is empty
   */
  public static fromSecretFiles(mountPath: string, files: SecretFile[]): MountedFiles {
    expectTypes('MountedFiles.fromSecretFiles', { files: [files, { listOf: 'object' }] });
    const problems = new Problems();
    if (files.length === 0) problems.add('files must not be empty');
    const references = files.map(({ secret }) => referenceTo('Secret', secret));
    for (const { key, fileName } of files) {
      problems.add(configKey('key', key));
      if (fileName !== undefined) problems.add(configKey('file name', fileName));
    }
    const sources = files.map(({ key, fileName = key }, i) => ({
      secret: { name: references[i]?.name, items: [{ key, path: fileName }] },
    }));
    const source = { projected: { defaultMode: SECRET_MODE, sources } };
    return new MountedFiles('MountedFiles.fromSecretFiles', mountPath, problems, references, source);
  }

  /**
   * One file whose text is in the app's code. The other files of its folder remain those of the image.
   * @param path file in the container
   * @param text text of the file; never a secret, because it is committed to git
   * @throws {@link InputError} if the path or the text is invalid, or the text is larger than 1 MiB
   */
  public static file(path: string, text: string, options: FileModeOptions = {}): MountedFiles {
    expectTypes('MountedFiles.file', { path: [path, 'text'], text: [text, 'text'] });
    const name = basename(path);
    const problems = new Problems();
    for (const problem of textProblems({ [name]: text })) problems.add(problem);
    return new MountedFiles('MountedFiles.file', path, problems, [], undefined, { [name]: text }, options, name);
  }

  /**
   * One file of a ConfigMap in the app's namespace. The other files of its folder remain those of the image. The file keeps
   * its text until the pod is replaced.
   * @param path file in the container
   * @param configMap ConfigMap, or its name
   * @param key key in the ConfigMap
   * @throws {@link InputError} if a name, the key or the path is invalid, or the object is not a ConfigMap
   */
  public static fileFromConfigMap(path: string, configMap: string | INamedObject, key: string): MountedFiles {
    const problems = new Problems();
    const reference = referenceTo('ConfigMap', configMap);
    problems.add(configKey('key', key));
    const source = { configMap: { name: reference.name, defaultMode: CONFIG_MODE } };
    const what = 'MountedFiles.fileFromConfigMap';
    return new MountedFiles(what, path, problems, [reference], source, undefined, {}, key);
  }

  private constructor(
    what: string,
    /** Folder in the container, or one file in it. */
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
    private readonly options: FileModeOptions = {},
    /**
     * Name of the only file of the volume that is mounted. Undefined for a folder.
     * @internal
     */
    public readonly _subPath?: string,
  ) {
    if (options.mode !== undefined && !(Number.isInteger(options.mode) && options.mode >= 0 && options.mode <= 0o777))
      problems.add(`mode must be a number from 0 to 0o777, got ${quote(options.mode)}`);
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

  /**
   * Texts by their keys in the ConfigMap. Undefined for files that are stored elsewhere.
   * @internal
   */
  public get _data(): Record<string, string> | undefined {
    return this._text && Object.fromEntries(Object.entries(this._text).map(([name, text]) => [keyOf(name), text]));
  }

  /** @internal */
  public _volumeSource(app: string): JsonObject {
    if (this.source !== undefined) return this.source;
    const names = Object.keys(this._text ?? {});
    const items = names.map((name) => ({ key: keyOf(name), path: name }));
    return {
      configMap: {
        name: this._configMapName(app),
        defaultMode: this.options.mode ?? CONFIG_MODE,
        ...(names.some(isNested) && { items }),
      },
    };
  }
}

/** Problems of files whose text is in the app's code. */
function textProblems(files: Readonly<Record<string, string>>): (string | undefined)[] {
  const names = Object.keys(files).sort();
  const size = names.reduce((sum, name) => sum + Buffer.byteLength(name) + Buffer.byteLength(files[name] ?? ''), 0);
  const twice = names.find((name, i) => names.slice(i + 1).some((other) => keyOf(other) === keyOf(name)));
  return [
    ...names.flatMap((name) => [
      ...name.split('/').map((step) => configKey('file name', step)),
      plainText(`text of ${quote(name)}`, files[name] ?? ''),
    ]),
    twice === undefined ? undefined : `file name ${quote(twice)} is used twice: rename one of the files`,
    size > MAX_CONFIG
      ? `files must have at most 1 MiB in total, got ${size} bytes: put them into the image`
      : undefined,
  ];
}

function isNested(name: string): boolean {
  return name.includes('/');
}

/** Returns the key of a file in its ConfigMap, whose keys cannot contain slashes. */
function keyOf(name: string): string {
  return name.replace(/\//g, '__');
}
