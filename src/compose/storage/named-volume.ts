import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { dnsSubdomain, toDnsLabel } from '../../kubernetes/syntax';
import type { Literal, Name } from '../code/expression';
import { call, literal, member, object } from '../code/expressions';
import type { ComposeProject } from '../compose-project';
import type { ProjectConversion, ServiceConversion } from '../service-conversion';
import type { Mount } from '../service-definition';
import { sharedMounts } from './shared-mounts';
import { recordWriter } from './volume-groups';
import { differencesOf, MOUNT_FIELD, reportConverted } from './mount';

const DEFAULT_SIZE = '1Gi';
const DATA_REASON = 'data of the installed project, which new versions keep';

/** Converts the mount of a named volume. */
export function convertNamedVolume(
  service: ServiceConversion,
  key: string,
  mount: Mount & { readonly source: string },
): void {
  const { container, options, plan, report, form } = service;
  if (typeof mount.volume?.['subpath'] === 'string') {
    report.unsupported(key, 'a folder in a volume cannot be mounted without the rest: give it a volume of its own');
    return;
  }
  form.keepsData = true;
  const isReadOnly = mount.read_only === true;
  const copies = mount.volume?.['nocopy'] !== true && !isReadOnly;
  const difference = copies && 'a new volume is empty: Compose copies the files of the image into it';
  if (options.installation !== undefined) {
    const path = posix.join(options.installation.data, 'volumes', folderOf(plan.project, mount.source));
    const mounted = object({
      reason: literal(DATA_REASON),
      mountPath: literal(mount.target),
      writable: isReadOnly ? undefined : literal(true),
    });
    container.add('weaknesses', call('Weakness.hostPath', literal(path), mounted));
    reportConverted(service, key, MOUNT_FIELD, differencesOf(difference, `the folder ${path} of the gateway`));
    return;
  }
  const claim = claimOf(plan, mount.source);
  if (isReadOnly) container.add('files', call('MountedFiles.fromClaim', claim, literal(mount.target)));
  else {
    container.add('writableFolders', call('WritableFolder.persistent', literal(mount.target), claim));
    recordWriter(service, nameOf(claim));
  }
  reportConverted(service, key, MOUNT_FIELD, differencesOf(difference));
}

const FOLDERS = new WeakMap<ComposeProject, ReadonlyMap<string, string>>();
/** Longest name of a folder, and part of it that a digest leaves. */
const LONGEST_FOLDER = 63;
const DIGEST = 8;

/** Returns the name of the folder of a volume: its label of DNS, with a digest if an earlier volume of the file has that. */
function folderOf(project: ComposeProject, volume: string): string {
  const known = FOLDERS.get(project) ?? foldersOf([...project.volumes.keys()]);
  FOLDERS.set(project, known);
  return known.get(volume) ?? toDnsLabel(volume);
}

function foldersOf(volumes: ReadonlyArray<string>): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const taken = new Set<string>();
  for (const volume of volumes) {
    const label = toDnsLabel(volume);
    const digest = createHash('sha256').update(volume).digest('hex').slice(0, DIGEST);
    const folder = taken.has(label) ? `${label.slice(0, LONGEST_FOLDER - DIGEST - 1)}-${digest}` : label;
    taken.add(folder);
    folders.set(volume, folder);
  }
  return folders;
}

/** Returns the claim of a volume, and creates it unless it exists outside the project. */
function claimOf(plan: ProjectConversion, volume: string): Name | Literal {
  const definition = plan.project.volumes.get(volume) ?? {};
  if (isExternal(definition)) return literal(externalName(definition, volume));
  return plan.objects.get(`claim ${volume}`, () => ({
    className: 'DataClaim',
    id: toDnsLabel(volume),
    suffix: 'data',
    props: object({
      size: literal(sizeOf(definition)),
      accessMode: needsManyNodes(plan, volume) ? member('ClaimAccessMode.READ_WRITE_MANY') : undefined,
    }),
  }));
}

function nameOf(claim: Name | Literal): string {
  return claim.type === 'name' ? claim.name : String(claim.value);
}

function isExternal(definition: Readonly<Record<string, unknown>>): boolean {
  return (
    definition['external'] === true || (typeof definition['external'] === 'object' && definition['external'] !== null)
  );
}

function externalName(definition: Readonly<Record<string, unknown>>, volume: string): string {
  const name = typeof definition['name'] === 'string' ? definition['name'] : volume;
  return dnsSubdomain('name', name) === undefined ? name : toDnsLabel(name);
}

/** Returns the size of a volume: that of its driver's options, or a default. */
function sizeOf({ driver_opts: options }: Readonly<Record<string, unknown>>): string {
  const size =
    typeof options === 'object' && options !== null ? (options as Record<string, unknown>)['size'] : undefined;
  const [, count = '', unit = ''] =
    /^([1-9]\d{0,11})([kmgt]?)(?:i?b)?$/i.exec(typeof size === 'string' ? size : '') ?? [];
  if (count === '') return DEFAULT_SIZE;
  return unit === '' ? count : `${count}${unit.toLowerCase() === 'k' ? 'K' : unit.toUpperCase()}i`;
}

/** True if pods of several nodes can use a volume: those of several services, or several replicas of one. */
function needsManyNodes({ project, pods }: ProjectConversion, volume: string): boolean {
  const users = usersOf(project).get(volume) ?? [];
  const leaders = new Set(users.map((service) => pods.podOf.get(service)?.leader ?? service));
  const isMany = users.some((service) => {
    const { deploy, scale = 1 } = project.services.get(service) ?? {};
    return (deploy?.replicas ?? scale) > 1 || deploy?.mode === 'global';
  });
  return leaders.size > 1 || isMany;
}

const USERS = new WeakMap<ComposeProject, ReadonlyMap<string, ReadonlyArray<string>>>();

/** Returns the services that mount a volume, by volume. */
function usersOf(project: ComposeProject): ReadonlyMap<string, ReadonlyArray<string>> {
  const known = USERS.get(project);
  if (known !== undefined) return known;
  const users = new Map<string, string[]>();
  for (const [service, { volumes = [], volumes_from: others = [] }] of project.services) {
    const shared = others.flatMap((other) => sharedMounts(project, other.split(':')[0] ?? ''));
    for (const source of new Set([...volumes, ...shared].flatMap((mount) => mount.source ?? [])))
      users.set(source, [...(users.get(source) ?? []), service]);
  }
  USERS.set(project, users);
  return users;
}

/** Reports the volumes of the project. */
export function reportVolumes(plan: ProjectConversion): void {
  const { project, options, report } = plan;
  const used = usersOf(project);
  for (const [volume, definition] of project.volumes) {
    const key = `volumes.${volume}`;
    const { driver } = definition;
    const hasDriver = typeof driver === 'string' && driver !== 'local';
    const mounts = definition['driver_opts'] as Record<string, unknown> | undefined;
    if (!used.has(volume)) report.byDesign(key, 'no service mounts the volume');
    else if (isExternal(definition)) {
      const name = externalName(definition, volume);
      report.approximated(key, 'spec.template.spec.volumes', `the claim ${quote(name)} must exist in the namespace`);
    } else if (options.installation !== undefined)
      report.approximated(key, 'spec.template.spec.volumes', "a folder of the app's data on the gateway");
    else if (mounts?.['device'] !== undefined)
      report.approximated(
        key,
        'PersistentVolumeClaim',
        `the storage that driver_opts names is not used: create a PersistentVolume for it, or copy its data into its claim`,
      );
    else
      report.approximated(
        key,
        'PersistentVolumeClaim',
        `a claim of ${sizeOf(definition)}, of the default StorageClass${hasDriver ? ` instead of the driver ${quote(driver)}` : ''}: set the size in driver_opts.size, or in the claim`,
      );
  }
}
