import { quote } from '../../diagnostics/input-error';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import type { Mount } from '../service-definition';
import { convertBindMount } from '../storage/bind-mount';
import { convertDevice } from '../storage/device';
import { convertFileReferences } from '../storage/file-references';
import { differencesOf, MOUNT_FIELD, mountPathOf, reportConverted, reserve } from '../storage/mount';
import { sharedMounts } from '../storage/shared-mounts';
import { convertNamedVolume } from '../storage/named-volume';
import type { KeyGroup } from './key-group';
import { DEFAULT_MEMORY_FOLDER, memoryFolder } from './memory-folders';
import { bytes } from './resources';

/** Size of an anonymous volume. */
const ANONYMOUS_SIZE = '256Mi';

export const volumeKeys: KeyGroup = {
  title: 'Volumes, files and devices',
  rows: {
    volumes: {
      becomes:
        '`DataClaim` for a named volume, `MountedFiles` for files of the project, a temporary folder for an anonymous one, `ParsecClient` for the socket of Parsec',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported'],
      notes:
        'A file or folder of the project becomes a ConfigMap, read-only; with a secret in it, a Secret. Other paths of the node need `--accept host-path`. The socket of the engine is never mounted. In an installed package, named volumes are folders that new versions keep.',
    },
    volumes_from: {
      becomes: 'The volumes of the other service, and those that it has from others',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported', 'by-design'],
      notes: 'Only named volumes and files of the project are shared.',
    },
    tmpfs: {
      becomes: '`WritableFolder.temporary` in memory',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'Without a size, it has 64Mi. Owner and mode are those of the kubelet.',
    },
    shm_size: { becomes: 'A folder in memory at `/dev/shm`', outcomes: ['converted', 'unsupported'], notes: '' },
    secrets: {
      becomes: '`MountedFiles.fromSecretFiles`: references to Secrets',
      outcomes: ['approximated', 'unsupported'],
      notes: 'The Secrets must be created before the apps start. The files have mode 0440, for the group of the app.',
    },
    configs: {
      becomes: '`MountedFiles.file`, or `MountedFiles.fileFromConfigMap` for an external one',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes:
        'A text with a secret becomes a Secret, as in `secrets`. In an installed package, the text is a file in the folder of the version.',
    },
    devices: {
      becomes: '`Device.resource` of the generic device plugin',
      outcomes: ['approximated', 'refused', 'unsupported', 'by-design'],
      notes:
        'Accept it with `--accept device`: the runtime lets a container open only devices of a plugin. A TPM is never mounted: use Parsec.',
    },
  },
  convert: (service) => {
    const { definition } = service;
    (definition.volumes ?? []).forEach((mount, i) => {
      convertMount(service, keyPath('volumes', i), mount);
    });
    convertVolumesFrom(service);
    (definition.tmpfs ?? []).forEach((text, i) => {
      convertMemoryFolder(service, keyPath('tmpfs', i), text);
    });
    convertSharedMemory(service);
    convertFileReferences(service);
    (definition.devices ?? []).forEach((device, i) => {
      convertDevice(service, keyPath('devices', i), device);
    });
  },
};

function convertMount(service: ServiceConversion, key: string, given: Mount): void {
  const { report } = service;
  const mount = { ...given, target: mountPathOf(given.target) };
  const { type, source } = mount;
  if (type === 'npipe' || type === 'cluster' || type === 'image') {
    report.unsupported(key, `Kubernetes has no mount of the type ${quote(type)}`);
    return;
  }
  const problem = reserve(service, mount.target);
  if (problem !== undefined) report.unsupported(key, problem);
  else if (type === 'tmpfs')
    addMemoryFolder(service, key, mount.target, mount.tmpfs?.size, mount.tmpfs?.mode !== undefined);
  else if (type === 'bind') convertBindMount(service, key, { ...mount, source: source ?? '/' });
  else if (source !== undefined && source !== '') convertNamedVolume(service, key, { ...mount, source });
  else {
    service.container.add(
      'writableFolders',
      call('WritableFolder.temporary', literal(mount.target), object({ size: literal(ANONYMOUS_SIZE) })),
    );
    report.approximated(
      key,
      MOUNT_FIELD,
      `a folder of ${ANONYMOUS_SIZE} that is empty at first, and that is deleted with the pod: use a named volume to keep it`,
    );
  }
}

function convertVolumesFrom(service: ServiceConversion): void {
  (service.definition.volumes_from ?? []).forEach((text, i) => {
    const key = keyPath('volumes_from', i);
    const [name = '', mode] = text.split(':');
    const mounts = text.startsWith('container:') ? [] : sharedMounts(service.project, name);
    if (mounts.length === 0) {
      service.report.unsupported(key, `${quote(text)} has no volume that another pod can share`);
      return;
    }
    const shared: string[] = [];
    for (const mount of mounts) {
      const target = mountPathOf(mount.target);
      if (service.mountPaths.has(target)) continue;
      shared.push(target);
      convertMount(service, key, { ...mount, ...(mode === 'ro' && { read_only: true }) });
    }
    if (shared.length === 0) service.report.byDesign(key, 'the service mounts these paths itself');
  });
}

function convertMemoryFolder(service: ServiceConversion, key: string, text: string): void {
  const { path, size, others } = memoryFolder(text);
  const target = mountPathOf(path);
  const problem = reserve(service, target);
  if (problem !== undefined) service.report.unsupported(key, problem);
  else addMemoryFolder(service, key, target, size, others.length > 0);
}

function addMemoryFolder(
  service: ServiceConversion,
  key: string,
  path: string,
  size: number | undefined,
  hasOptions: boolean,
): void {
  const options = object({ size: literal(bytes(size ?? DEFAULT_MEMORY_FOLDER)), inMemory: literal(true) });
  service.container.add('writableFolders', call('WritableFolder.temporary', literal(path), options));
  const difference = differencesOf(
    size === undefined && `without a size, it has ${bytes(DEFAULT_MEMORY_FOLDER)}`,
    hasOptions && 'owner, mode and mount options are those of the kubelet: everyone in the container may write',
  );
  reportConverted(service, key, MOUNT_FIELD, difference);
}

function convertSharedMemory(service: ServiceConversion): void {
  const { shm_size: size } = service.definition;
  if (size === undefined) return;
  const problem = size > 0 ? reserve(service, '/dev/shm') : 'the size must be more than 0';
  if (problem !== undefined) service.report.unsupported('shm_size', problem);
  else addMemoryFolder(service, 'shm_size', '/dev/shm', size, false);
}
