/** Paths at which the manifests of a package refer to its own folders, wherever the package is installed. */
export interface PackagePaths {
  /** Folder of the installed payload: `payload/config/web` is `config/web` of the package. Every mount of it is read-only. */
  readonly payload: string;
  /**
   * Folder of the app's data: `data/volumes/NAME` is a folder that belongs to the user of the containers that mount it, and that
   * survives new versions. Only such a folder itself can be mounted; use `subPath` for a part of it.
   */
  readonly data: string;
  /** Folder in the installed payload, with the files that the installer writes. A package must not contain it. */
  readonly configs: string;
}

/** Paths in the manifests of every package. */
export const PACKAGE_PATHS: PackagePaths = {
  payload: '/secure-edge/package',
  data: '/secure-edge/data',
  configs: '.secure-edge-configs',
};
