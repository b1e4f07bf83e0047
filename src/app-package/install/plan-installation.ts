import { Problems, quote } from '../../diagnostics/input-error';
import { objectAt, stringAt, type Manifest } from '../../kubernetes/manifest';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import { containedPath } from '../contained-path';
import type { ClusterObjects } from './cluster';
import { archivesOf, imageConflicts, plainTag } from './image-conflicts';
import {
  within,
  type ImageArchive,
  type Installation,
  type InstallationPlan,
  type InstallationStep,
} from './installation';
import { RECORD_FILE, VERSION_FOLDER } from './installation-record';
import type { Accepted, Found, Wanted } from './machine-state';
import { adoption, objectName, toYaml } from './package-objects';
import { podSteps, volumeSteps } from './pod-steps';
import { recordOf, stateNotes, stateOf, versionsOf } from './next-record';
import { compareVersions } from './version-order';

/**
 * Plans the steps to the intended state of an app, without any other version of it. Empty if the machine is in that state.
 * @throws InputError for each thing that belongs to others, or that the user has not accepted
 */
export function planInstallation(wanted: Wanted, found: Found, accepted: Accepted): InstallationPlan {
  const problems = new Problems();
  const { app } = wanted;
  const before = found.record?.installation;
  const home = containedPath(found.root, app);
  const applied = wanted.objects === undefined ? null : toYaml(wanted.objects);
  const state = stateOf(wanted, before, found.now);
  const record = recordOf(wanted, found, applied, state);
  const order = versionOrder(wanted, before, accepted.downgrade);
  problems.add(order.problem);
  const steps: InstallationStep[] = [
    ...(found.folders.includes(wanted.folder)
      ? []
      : [{ kind: 'keep-folder', at: within(home, wanted.folder), written: wanted.written ?? [] } as const]),
    ...wanted.images.flatMap((image) => imageStep(image, wanted, found, accepted, problems)),
    ...volumeSteps(wanted, found, problems),
    ...clusterSteps(wanted, applied, found, problems),
    ...podSteps(wanted, found, state.isStarted, problems),
    ...(record === found.record?.text
      ? []
      : [{ kind: 'record', at: within(home, RECORD_FILE), text: record } as const]),
  ];
  problems.throwIfAny(`app package ${quote(app)}`);
  const { folder: kept, previous } = JSON.parse(record) as Installation;
  const obsolete = found.folders.filter((name) => VERSION_FOLDER.test(name) && name !== kept && name !== previous);
  const notes = [...order.notes, ...stateNotes(wanted, before, state)];
  return { steps, obsolete: obsolete.map((name) => within(home, name)), notes };
}

function versionOrder(
  { version, folder }: Wanted,
  before: Installation | undefined,
  isAccepted: boolean,
): { readonly problem?: string; readonly notes: ReadonlyArray<string> } {
  if (before === undefined || before.folder === folder) return { notes: [] };
  const { appVersion } = before;
  if (appVersion === version) return { notes: [`version ${version} is already installed, with different content`] };
  const order = compareVersions(version, appVersion);
  if (order !== undefined && order >= 0) return { notes: [] };
  const relation = order === undefined ? 'has no defined order relative to' : 'is older than';
  const sentence = `version ${version} ${relation} version ${appVersion}, which is installed`;
  return isAccepted ? { notes: [sentence] } : { problem: `${sentence}: accept it with --downgrade`, notes: [] };
}

function imageStep(
  image: ImageArchive,
  { app, folder }: Wanted,
  { root, record, others, images: known }: Found,
  accepted: Accepted,
  problems: Problems,
): InstallationStep[] {
  const { file, digest, tags } = image;
  const own = record?.installation;
  const isLoaded = own?.images.some((each) => each.digest === digest) === true;
  if (isLoaded && tags.every((tag) => known.tags.has(plainTag(tag)))) return [];
  const owners = { own: own === undefined ? [] : versionsOf(own), others };
  for (const problem of imageConflicts(image, owners, known, accepted.images)) problems.add(problem);
  const changed = [...new Set(tags.map(plainTag))].filter((tag) => known.tags.has(tag) && !known.same.has(tag));
  const meant = changed.map((tag) => ({ tag, archive: archiveOf(tag, own ? [own, ...others] : others) }));
  const before = new Map(
    meant.flatMap(({ archive }) =>
      archive && archive.image.digest !== digest ? [[archive.image.digest, archive.path] as const] : [],
    ),
  );
  const lost = meant.filter(({ archive }) => archive === undefined).map(({ tag }) => tag);
  return [
    {
      kind: 'load-images',
      archive: within(root, app, folder, file),
      tags,
      before: [...before.values()].map((parts) => within(root, ...parts)),
      lost,
    },
  ];
}

function archiveOf(
  tag: string,
  installations: ReadonlyArray<Installation>,
): { readonly image: ImageArchive; readonly path: ReadonlyArray<string> } | undefined {
  for (const installation of installations) {
    const [image] = archivesOf(installation, tag);
    if (image) return { image, path: [installation.app, installation.folder, image.file] };
  }
  return undefined;
}

function clusterSteps(
  { app, objects = [] }: Wanted,
  applied: string | null,
  { record, cluster }: Found,
  problems: Problems,
): InstallationStep[] {
  const before = record?.installation.applied ?? undefined;
  const ours = before === undefined ? [] : (readYamlDocuments(before) as Manifest[]);
  const known = new Set(ours.map(objectName));
  const isOurs = (object: Manifest): boolean => {
    const name = objectName(object);
    return !cluster.has(name) || (cluster.get(name) ?? (known.has(name) ? app : undefined)) === app;
  };
  for (const object of objects.filter((each) => !isOurs(each))) problems.add(foreignObject(object, app, cluster));
  const wanted = new Set(objects.map(objectName));
  // a namespace may contain objects of others
  const obsolete = ours.filter(
    (object) => object['kind'] !== 'Namespace' && !wanted.has(objectName(object)) && isOurs(object),
  );
  const isApplied = applied === before && ours.every((object) => cluster.has(objectName(object)));
  const there = new Set([...cluster.keys()].filter((name) => wanted.has(name)));
  return [
    ...(applied === null || isApplied ? [] : [{ kind: 'apply', text: applied, before, there } as const]),
    ...(obsolete.length === 0 ? [] : [{ kind: 'delete', text: toYaml(obsolete) } as const]),
  ];
}

function foreignObject(object: Manifest, app: string, cluster: ClusterObjects): string {
  const other = cluster.get(objectName(object));
  const metadata = objectAt(object, 'metadata');
  const name = [stringAt(metadata, 'namespace'), stringAt(metadata, 'name')].filter((part) => part !== undefined);
  const subject = `${quote(object['kind'])} ${quote(name.join('/'))}`;
  const owner = other === undefined ? 'which belongs to no package' : `which belongs to app ${quote(other)}`;
  return `has ${subject}, which is already in the cluster and ${owner}: remove it from the package, or ${adoption(app)} to give it to this app`;
}
