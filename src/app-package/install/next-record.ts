import { archivesOf, plainTag, type ImageOwners, type KnownImages } from './image-conflicts';
import { quote } from '../../diagnostics/input-error';
import type { ImageArchive, Installation, InstalledVersion, RunState } from './installation';
import type { Found, Wanted } from './machine-state';

/** Returns the state after the installation. The time of the state changes only if the pods do. */
export function stateOf({ folder, start }: Wanted, before: Installation | undefined, now: string): RunState {
  const isStarted = start ?? before?.state.isStarted ?? true;
  const isSame = before?.folder === folder && before.state.isStarted === isStarted && before.state.since !== null;
  return isSame ? before.state : { isStarted, since: now };
}

/** Returns notes about an app that is not started. */
export function stateNotes(
  { app, start }: Wanted,
  before: Installation | undefined,
  { isStarted }: RunState,
): string[] {
  if (isStarted) return [];
  const reason = start === false ? 'is not started, as requested' : 'was stopped, and stays stopped';
  const change = before === undefined || before.state.isStarted || start !== false ? reason : 'stays stopped';
  return [`app ${quote(app)} ${change}: start it with "secure-edge package start ${app}"`];
}

/** Returns the text of the record after the installation. */
export function recordOf(
  { app, version, form, digest, folder, images, pods, volumes }: Wanted,
  { record, others, images: known }: Found,
  applied: string | null,
  state: RunState,
): string {
  const before = record?.installation;
  const isSame = before?.folder === folder;
  const owners = { own: before === undefined ? [] : versionsOf(before), others };
  const installation: Installation = {
    version: 1,
    app,
    appVersion: version,
    form,
    digest,
    folder,
    previous: (isSame ? before.previous : before?.folder) ?? null,
    images: images.map((image) => withFoundNames(image, owners, known)),
    pods,
    volumes,
    applied,
    state,
    former: before === undefined ? null : isSame ? before.former : versionOf(before),
  };
  return `${JSON.stringify(installation, null, 2)}\n`;
}

/** Returns the versions of an app whose files are on the machine. */
export function versionsOf(installation: Installation): InstalledVersion[] {
  return [installation, ...(installation.former === null ? [] : [installation.former])];
}

/** Returns only the parts of an installation that belong to its version. */
function versionOf(installation: Installation): InstalledVersion {
  const { appVersion, form, digest, folder, images, pods, volumes, applied } = installation;
  return { appVersion, form, digest, folder, images, pods, volumes, applied };
}

/** Adds the names that the machine had before, from no package. */
function withFoundNames(
  { file, digest, tags }: ImageArchive,
  { own, others }: ImageOwners,
  known: KnownImages,
): ImageArchive {
  const earlier = new Set(own.flatMap(({ images }) => images.flatMap(({ found = [] }) => found.map(plainTag))));
  const isOwned = (tag: string): boolean => [...own, ...others].some((each) => archivesOf(each, tag).length > 0);
  const found = tags.filter((tag) => {
    const plain = plainTag(tag);
    return earlier.has(plain) || (known.tags.has(plain) && !isOwned(plain));
  });
  return { file, digest, tags, ...(found.length > 0 && { found }) };
}
