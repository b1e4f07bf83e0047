import { createHash } from 'node:crypto';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { absolutePath, configKey, dnsSubdomain, plainText } from '../kubernetes/syntax';

/** Mode 0440: only the owner and the group can read. A Secret's files belong to root, so the app reads them through its group. */
const SECRET_MODE = 0o440;
const CONFIG_MODE = 0o444;
/** Maximum size of a ConfigMap in the API server, in bytes. */
const MAX_CONFIG = 1024 * 1024;

/** Folder of read-only files in a container: from ConfigMaps, a Secret or a claim, or from texts in the app's code. */
export class MountedFiles {
  /**
   * Files of a ConfigMap in the app's namespace.
   * @throws {@link InputError} if the name or the path is invalid
   */
  public static fromConfigMap(name: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('ConfigMap', name));
    return new MountedFiles('MountedFiles.fromConfigMap', mountPath, problems, false, {
      configMap: { name, defaultMode: CONFIG_MODE },
    });
  }

  /**
   * Files of several ConfigMaps in one folder. A ConfigMap that does not exist adds no files until it is created.
   * @throws {@link InputError} if a name or the path is invalid, or no name is given
   */
  public static fromConfigMaps(names: string[], mountPath: string): MountedFiles {
    const problems = new Problems();
    if (names.length === 0) problems.add('ConfigMaps must not be empty');
    for (const name of names) problems.add(dnsSubdomain('ConfigMap', name));
    const sources = names.map((name) => ({ configMap: { name, optional: true } }));
    return new MountedFiles('MountedFiles.fromConfigMaps', mountPath, problems, false, {
      projected: { defaultMode: CONFIG_MODE, sources },
    });
  }

  /**
   * Folder of a persistent volume claim in the app's namespace, mounted read-only.
   * @throws {@link InputError} if the name or the path is invalid
   */
  public static fromClaim(claimName: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('claim', claimName));
    return new MountedFiles('MountedFiles.fromClaim', mountPath, problems, false, {
      persistentVolumeClaim: { claimName, readOnly: true },
    });
  }

  /**
   * Files of a Secret in the app's namespace. They have mode 0440, so that the app's group can read them.
   * @throws {@link InputError} if the name or the path is invalid
   */
  public static fromSecret(name: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('Secret', name));
    return new MountedFiles('MountedFiles.fromSecret', mountPath, problems, true, {
      secret: { secretName: name, defaultMode: SECRET_MODE },
    });
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
      false,
      undefined,
      Object.fromEntries(names.map((name) => [name, files[name] ?? ''])),
    );
  }

  private constructor(
    what: string,
    /** Folder in the container. */
    public readonly mountPath: string,
    problems: Problems,
    /** @internal */
    public readonly _secret: boolean,
    private readonly source?: JsonObject,
    /** @internal */
    public readonly _text?: Record<string, string>,
  ) {
    problems.add(absolutePath('mountPath', mountPath));
    problems.throwIfAny(what);
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
