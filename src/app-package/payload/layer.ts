import { TarKind } from '../archive/tar-header';
import { plainPath } from './payload-path';

const SHELL = /^(usr\/)?(local\/)?s?bin\/(sh|bash|dash|ash|zsh|ksh|busybox)$/;

/** Folders above a shell. */
const SHELL_FOLDERS: ReadonlySet<string> = new Set(
  ['bin', 'sbin'].flatMap((name) => [
    name,
    `usr/${name}`,
    `local/${name}`,
    `usr/local/${name}`,
    'usr',
    'local',
    'usr/local',
  ]),
);

/** Marks in the names of a layer: of a removed path, and of a folder whose content in lower layers is removed (OCI image layer). */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Shells of a layer, and the paths of lower layers that it hides. */
export class Layer {
  private readonly shells = new Set<string>();
  /** Paths that are hidden, with everything below them. */
  private readonly hidden = new Set<string>();
  /** Folders whose content is hidden. */
  private readonly opaque = new Set<string>();

  /** Adds an entry of the layer. */
  public add(name: string, kind: TarKind): void {
    const path = plainPath(name);
    const base = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.slice(0, Math.max(0, path.length - base.length - 1));
    if (base === OPAQUE) {
      if (folder === '' || SHELL_FOLDERS.has(folder)) this.opaque.add(folder);
    } else if (base.startsWith(WHITEOUT)) this.hide(plainPath(`${folder}/${base.slice(WHITEOUT.length)}`));
    else if (kind === TarKind.FOLDER) this.hideShell(path);
    else if (SHELL.test(path)) this.shells.add(path);
    else this.hide(path);
  }

  /** Returns the shells of an image with this layer on top, given those of the layers below. */
  public over(below: ReadonlySet<string>): Set<string> {
    return new Set([...[...below].filter((path) => !this.hides(path)), ...this.shells]);
  }

  /** Hides a path that can be a shell or a folder above one. Others are not relevant. */
  private hide(path: string): void {
    if (SHELL_FOLDERS.has(path) || SHELL.test(path)) this.hidden.add(path);
  }

  /** A folder in the place of a file hides it. */
  private hideShell(path: string): void {
    if (SHELL.test(path)) this.hidden.add(path);
  }

  private hides(path: string): boolean {
    if (this.hidden.has(path) || this.opaque.has('')) return true;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (this.hidden.has(folder) || this.opaque.has(folder)) return true;
    }
    return false;
  }
}

/** Returns the shells of an image, as absolute paths, given its layers from the lowest to the highest. */
export function shellsOf(layers: ReadonlyArray<Layer>): string[] {
  let shells: ReadonlySet<string> = new Set();
  for (const layer of layers) shells = layer.over(shells);
  return [...shells].map((path) => `/${path}`).sort();
}
