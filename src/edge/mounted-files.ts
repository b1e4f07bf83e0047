import { createHash } from 'node:crypto';
import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { absolutePath, configKey, dnsSubdomain, plainText } from '../kubernetes/syntax';

/** 0440: the user and the group read, nobody else, nobody writes. A Secret's files belong to root, so the group is how the app reads them. */
const SECRET_MODE = 0o440;
const CONFIG_MODE = 0o444;
/** The API server's limit for a ConfigMap, in bytes. */
const MAX_CONFIG = 1024 * 1024;

/** Files that a container reads in a folder: from ConfigMaps, a Secret or a claim, or written in the app itself. */
export class MountedFiles {
  /**
   * The files of a ConfigMap that stands in the app's namespace.
   * @throws when a name or the path is not valid
   */
  public static fromConfigMap(name: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('ConfigMap', name));
    return new MountedFiles('MountedFiles.fromConfigMap', mountPath, problems, false, {
      configMap: { name, defaultMode: CONFIG_MODE },
    });
  }

  /**
   * The files of several ConfigMaps in one folder. One that is missing adds no files; one that is added to the
   * namespace later adds its own.
   * @throws when a name or the path is not valid, or there are no names
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
   * The folder of a persistent volume claim that stands in the app's namespace, for reading only.
   * @throws when a name or the path is not valid
   */
  public static fromClaim(claimName: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('claim', claimName));
    return new MountedFiles('MountedFiles.fromClaim', mountPath, problems, false, {
      persistentVolumeClaim: { claimName, readOnly: true },
    });
  }

  /**
   * The files of a Secret that stands in the app's namespace: mode 0440, readable by the app's group.
   * @throws when a name or the path is not valid
   */
  public static fromSecret(name: string, mountPath: string): MountedFiles {
    const problems = new Problems();
    problems.add(dnsSubdomain('Secret', name));
    return new MountedFiles('MountedFiles.fromSecret', mountPath, problems, true, {
      secret: { secretName: name, defaultMode: SECRET_MODE },
    });
  }

  /**
   * Files whose text stands in the app: they become a ConfigMap whose name carries their hash, so that a
   * changed text rolls the app out.
   *
   * @param files text by file name; no secrets, which would stand in git for all to read
   * @throws when a name, the path or a text is not valid, or all together are larger than 1 MiB
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
      problems.add(`files must have at most 1 MiB together, got ${size} bytes: put them into the image`);
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
   * Name of the ConfigMap that holds the text, for an app of that name.
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
