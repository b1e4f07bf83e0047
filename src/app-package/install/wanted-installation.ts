import { join } from 'node:path';
import { harden } from '../../hardening/harden';
import { Posture } from '../../hardening/posture';
import { Problems, quote } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { writeYaml } from '../../kubernetes/yaml/write-yaml';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { containedPath } from '../contained-path';
import { dataRoot, mountData } from './data-volume';
import { plainTag } from './image-conflicts';
import type { InstallRequest } from './install-request';
import { InstallTarget } from './installation';
import { packageManifests, type PackageImages } from './package-manifests';
import { monitoringNotes } from './monitoring';
import { nameAsOf } from './package-objects';
import { PACKAGE_PATHS } from './package-paths';
import { payloadContent, type PayloadImages } from './payload-content';
import { mountPayload } from './payload-mount';
import type { Wanted } from './machine-state';
import { requestedPrivileges } from './privileged-pods';
import { podName, staticPods } from './static-pod';
import type { PayloadEntry } from '../payload/payload-tree';
import { digestWith, writeFiles } from './written-files';
import type { UnpackedPackage } from './unpacked-package';

/** Intended state of an app, with notes for the user. */
export interface WantedInstallation {
  readonly wanted: Wanted & { readonly images: ReadonlyArray<PayloadImages> };
  /** Notes for the user, one sentence each. */
  readonly notes: ReadonlyArray<string>;
  /** Entries of the folder of the version: those of the package, and the files that were written into it. */
  readonly entries: ReadonlyArray<PayloadEntry>;
}

/**
 * Determines the intended state of an unpacked package on this machine.
 * @param root folder of all apps
 * @throws InputError for each thing that is not possible, or that the user has not accepted
 */
export async function wantedInstallation(
  request: InstallRequest,
  { subject, folder, opened, app, version }: UnpackedPackage,
  root: string,
): Promise<WantedInstallation> {
  const { digest: ofPayload, images } = await payloadContent(subject, folder, opened.entries, request.limits, () =>
    request.onProgress('reading'),
  );
  const {
    manifests: given,
    notes,
    isAccepted,
    files,
  } = packageManifests(subject, folder, { app, accept: request.accepted, images: imagesOf(images) }, request.compose);
  const entries = [...opened.entries, ...(await writeFiles(subject, folder, opened.entries, files))];
  const digest = digestWith(ofPayload, files);
  const name = `${version}-${digest.slice(0, 12)}`;
  const home = containedPath(root, app);
  const pods = request.to === InstallTarget.STATIC_PODS ? staticPods(given, request.accepted) : undefined;
  const problems = new Problems();
  if (pods === undefined && request.delayStart === true)
    problems.add('cannot be installed without a start in a cluster: scale its workloads to 0 in the manifests');
  for (const problem of pods?.problems ?? []) problems.add(problem);
  const hardened = (pods?.pods ?? given).map((manifest) => harden(manifest, new Posture(), request.target));
  const privileges = requestedPrivileges(hardened, request.judge, request.acceptedPrivileges);
  if (!isAccepted) for (const problem of privileges.problems) problems.add(problem);
  const tags = new Set(images.flatMap((image) => image.tags.map(plainTag)));
  const places = new Map(entries.map((entry) => [entry.path, entry]));
  for (const object of hardened) {
    useLoadedImages(object, tags);
    for (const problem of mountPayload(object, join(home, name), places)) problems.add(problem);
    nameAsOf(object, { app, version, digest });
  }
  const data = mountData(hardened, dataRoot(request.root), app);
  for (const problem of data.problems) problems.add(problem);
  problems.throwIfAny(subject);
  const wanted = {
    app,
    version,
    form: opened.form,
    digest,
    folder: name,
    written: files.map((file) => `${PACKAGE_PATHS.configs}/${file.name}`),
    images,
    pods: pods === undefined ? [] : hardened.map((pod) => ({ pod: podName(pod), text: writeYaml(pod) })),
    volumes: data.volumes,
    start: request.delayStart === true ? false : undefined,
    objects: pods === undefined ? hardened : undefined,
  };
  const monitoring = monitoringNotes(hardened, request.monitor);
  const all = [...notes, ...privileges.notes, ...monitoring, ...(pods?.notes ?? []), ...missingImages(hardened, tags)];
  return { wanted, notes: all, entries };
}

/** Returns the images of archives by their names. */
function imagesOf(archives: ReadonlyArray<PayloadImages>): PackageImages {
  const images = new Map(archives.flatMap(({ contained }) => contained.map((image) => [plainTag(image.tag), image])));
  return {
    contains: (image) => images.has(plainTag(image)),
    userOf: (image) => images.get(plainTag(image))?.user,
  };
}

/** Sets a pull policy, because an image with the tag `latest` would otherwise be pulled from a registry. */
function useLoadedImages(manifest: Manifest, tags: ReadonlySet<string>): void {
  for (const { spec } of podsOf(manifest))
    for (const { container } of containersOf(spec))
      if (typeof container['image'] === 'string' && tags.has(plainTag(container['image'])))
        container['imagePullPolicy'] ??= 'IfNotPresent';
}

function missingImages(manifests: ReadonlyArray<Manifest>, tags: ReadonlySet<string>): string[] {
  const containers = manifests.flatMap(podsOf).flatMap(({ spec }) => containersOf(spec));
  const images = containers.map(({ container }) => container['image']).filter((image) => typeof image === 'string');
  return [...new Set(images)]
    .filter((image) => !tags.has(plainTag(image)))
    .map(
      (image) => `image ${quote(image)} is not in the package: the machine must have it, or pull it from its registry`,
    );
}
