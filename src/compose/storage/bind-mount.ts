import { posix, relative } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { isDevicePath } from '../../host/device-path';
import { PARSEC_FOLDER } from '../../host/parsec';
import { canonicalPath, holdsPath } from '../../host/path';
import { reachesRuntimeSocket, sensitivePathOf } from '../../host/sensitive-path';
import { secretsInFile } from '../../kubernetes/secrets/text-secrets';
import { configKey, plainText, toDnsLabel } from '../../kubernetes/syntax';
import { call, list, literal, member, object } from '../code/expressions';
import type { Mount, ServiceDefinition } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import { convertDevice } from './device';
import { differencesOf, MOUNT_FIELD, reportConverted } from './mount';
import { recordWriter } from './volume-groups';
import { convertParsecSocket } from './parsec-socket';
import type { ProjectEntry } from './project-files';

type BindMount = Mount & { readonly source: string };

const SCRIPT_MODE = 0o555;
const PAYLOAD_REASON = 'a folder of the installed package, read-only';
const DEFAULT_SIZE = '1Gi';

/** True if a service mounts Parsec's socket, or its folder. */
export function mountsParsec({ volumes = [] }: ServiceDefinition): boolean {
  return volumes.some(({ type, source }) => type === 'bind' && source !== undefined && isParsec(source));
}

function isParsec(source: string): boolean {
  return holdsPath(PARSEC_FOLDER, canonicalPath(source));
}

/** Converts the mount of a path of the host. */
export function convertBindMount(service: ServiceConversion, key: string, mount: BindMount): void {
  const { project, report } = service;
  const source = canonicalPath(mount.source);
  const sensitive = sensitivePathOf(source);
  if (isParsec(source)) convertParsecSocket(service, key, mount);
  else if (reachesRuntimeSocket(source))
    report.refused(key, 'the socket of the engine gives full root access to the node, and no option accepts it');
  else if (isDevicePath(source)) convertDevice(service, key, { source, target: mount.target });
  else if (holdsPath(canonicalPath(project.folder), source)) convertProjectPath(service, key, mount);
  else if (sensitive !== undefined)
    report.refused(key, `${quote(source)} of the node cannot be mounted, because ${sensitive.reason}`);
  else convertHostPath(service, key, mount, source);
}

function convertHostPath(service: ServiceConversion, key: string, mount: BindMount, source: string): void {
  const { container, report } = service;
  const isTime = source === '/etc/localtime' || source === '/etc/timezone';
  const why = isTime
    ? 'the time zone of the node is not mounted: set the variable TZ'
    : `${quote(source)} of the node is shared with it: use a named volume, or put the files into the folder of the project`;
  const reason = report.weaker(key, 'host-path', 'spec.template.spec.volumes[].hostPath', why);
  if (reason === undefined) return;
  const mounted = object({
    reason: literal(reason),
    mountPath: mount.target === source ? undefined : literal(mount.target),
    type: isTime || /\.[a-z]{2,5}$/i.test(posix.basename(source)) ? member('HostPathType.FILE') : undefined,
    writable: mount.read_only === true || isTime ? undefined : literal(true),
  });
  container.add('weaknesses', call('Weakness.hostPath', literal(source), mounted));
}

/** Converts the mount of a file or folder of the project: its content becomes a ConfigMap, or the volume is that of a package. */
function convertProjectPath(service: ServiceConversion, key: string, mount: BindMount): void {
  const { project, options, report } = service;
  const path = relative(project.folder, mount.source);
  const entry: ProjectEntry = options.files?.entryAt(mount.source) ?? {
    type: 'other',
    reason: 'the files of the project are not read',
  };
  if (options.installation !== undefined && entry.type !== 'missing') {
    mountPayload(service, key, mount, path);
    return;
  }
  const isReadOnly = mount.read_only === true;
  if (entry.type === 'missing' || (entry.type === 'folder' && entry.files.size === 0)) {
    if (isReadOnly) report.unsupported(key, `${quote(path)} does not exist in the project, or is empty`);
    else keepFolder(service, key, mount, path);
  } else if (entry.type === 'other')
    report.unsupported(
      key,
      `${quote(path)} cannot become a ConfigMap, because ${entry.reason}: put it into the image, or into a volume`,
    );
  else convertTexts(service, key, mount, path, entry);
}

function convertTexts(
  service: ServiceConversion,
  key: string,
  mount: BindMount,
  path: string,
  entry: Extract<ProjectEntry, { type: 'file' | 'folder' }>,
): void {
  const { container, report } = service;
  const files = entry.type === 'file' ? new Map([[posix.basename(mount.target), entry.text]]) : entry.files;
  const problem = [...files]
    .flatMap(([name, text]) => [
      ...name.split('/').map((step) => configKey('file name', step)),
      plainText(`text of ${quote(name)}`, text),
    ])
    .find((each) => each !== undefined);
  if (problem !== undefined) {
    report.unsupported(key, `${quote(path)} cannot become a ConfigMap: ${problem}`);
    return;
  }
  const secret = [...files].find(([name, text]) => secretsInFile(posix.basename(name), text).length > 0);
  if (secret !== undefined) {
    mountSecret(service, key, mount, path, entry);
    return;
  }
  const mode = entry.isExecutable ? [object({ mode: literal(SCRIPT_MODE) })] : [];
  const [only] = files.values();
  container.add(
    'files',
    entry.type === 'file'
      ? call('MountedFiles.file', literal(mount.target), literal(only ?? ''), ...mode)
      : call('MountedFiles.fromText', literal(mount.target), literal(Object.fromEntries(files)), ...mode),
  );
  const difference = differencesOf(
    'a ConfigMap with the content that the conversion found',
    mount.read_only !== true && 'the program cannot write to it',
  );
  reportConverted(service, key, MOUNT_FIELD, difference);
}

/** Mounts a file or folder with a secret from a Secret that the user creates. */
function mountSecret(
  service: ServiceConversion,
  key: string,
  mount: BindMount,
  path: string,
  entry: Extract<ProjectEntry, { type: 'file' | 'folder' }>,
): void {
  const { container, name, options, report } = service;
  const secret = toDnsLabel(`${name}-${path}`);
  const namespace = options.namespace === undefined ? '' : ` --namespace ${options.namespace}`;
  const create = `kubectl create secret generic ${secret}${namespace} --from-file=${path}`;
  if (entry.type === 'folder' && [...entry.files.keys()].some((file) => file.includes('/'))) {
    report.unsupported(key, `${quote(path)} contains a secret in a folder: move the secret to a file of its own`);
    return;
  }
  if (entry.type === 'folder')
    container.add('files', call('MountedFiles.fromSecret', literal(secret), literal(mount.target)));
  else {
    const folder = posix.dirname(mount.target);
    if (folder === '/' || service.mountPaths.has(folder)) {
      report.unsupported(
        key,
        `${quote(path)} contains a secret, whose folder cannot be replaced: mount it in a folder of its own`,
      );
      return;
    }
    service.mountPaths.add(folder);
    const file = object({
      secret: literal(secret),
      key: literal(posix.basename(path)),
      fileName:
        posix.basename(path) === posix.basename(mount.target) ? undefined : literal(posix.basename(mount.target)),
    });
    container.add('files', call('MountedFiles.fromSecretFiles', literal(folder), list([file])));
  }
  const hides = entry.type === 'file' && `the Secret replaces all files of ${posix.dirname(mount.target)}`;
  report.approximated(key, MOUNT_FIELD, differencesOf(`a secret, which must exist: ${create}`, hides) ?? '');
}

function keepFolder(service: ServiceConversion, key: string, { target }: BindMount, path: string): void {
  const { container, form, plan, name, options } = service;
  form.keepsData = true;
  const id = toDnsLabel(`${name}-${path}`);
  if (options.installation !== undefined) {
    const folder = posix.join(options.installation.data, 'volumes', id);
    const mounted = object({ reason: literal(PAYLOAD_REASON), mountPath: literal(target), writable: literal(true) });
    container.add('weaknesses', call('Weakness.hostPath', literal(folder), mounted));
    reportConverted(service, key, MOUNT_FIELD, `the folder ${folder} of the gateway, which new versions keep`);
    return;
  }
  const claim = plan.objects.get(`claim of ${path}`, () => ({
    className: 'DataClaim',
    id,
    suffix: 'data',
    props: object({ size: literal(DEFAULT_SIZE) }),
  }));
  container.add('writableFolders', call('WritableFolder.persistent', literal(target), claim));
  recordWriter(service, claim.name);
  reportConverted(service, key, MOUNT_FIELD, `an empty folder, so it is a claim of ${DEFAULT_SIZE}`);
}

/** Mounts a file or folder of an installed package, read-only. */
function mountPayload(service: ServiceConversion, key: string, mount: BindMount, path: string): void {
  const { container, options } = service;
  const source = posix.join(options.installation?.payload ?? '', path);
  const entry = options.files?.entryAt(mount.source);
  const mounted = object({
    reason: literal(PAYLOAD_REASON),
    mountPath: literal(mount.target),
    type: entry?.type === 'file' ? member('HostPathType.FILE') : undefined,
  });
  container.add('weaknesses', call('Weakness.hostPath', literal(source), mounted));
  const difference =
    mount.read_only !== true && 'read-only, because a new version replaces it: use a named volume for data';
  reportConverted(service, key, MOUNT_FIELD, differencesOf(difference));
}
