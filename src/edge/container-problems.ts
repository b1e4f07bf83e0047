import { quote } from '../diagnostics/input-error';
import { absolutePath, envName, plainText } from '../kubernetes/syntax';
import { ImagePullPolicy } from '../supply-chain/image';
import { diskBytesOf, mountPathsOf, type ContainerOptions } from './container-options';
import { bytesOf } from '../kubernetes/quantity';
import { mebibytes, quantitiesOf, resourceProblems } from './resources';

/** Problems of a container's options. */
export function containerProblems(options: ContainerOptions): string[] {
  const { env = {}, envReferences = {}, ports = [], weaknesses = [] } = options;
  const problems: (string | undefined)[] = [];
  const { image, imagePullPolicy = image.pullPolicy } = options;
  if (image.pullPolicy === ImagePullPolicy.NEVER && imagePullPolicy !== ImagePullPolicy.NEVER)
    problems.push(
      `imagePullPolicy of an image on the gateway must be Never, got ${imagePullPolicy}, because the owner of that name in a registry could replace the image: remove it`,
    );
  if (options.command?.length === 0) problems.push("command must not be empty: remove it to use the image's");
  for (const hook of ['postStart', 'preStop'] as const)
    if (options[hook]?.length === 0) problems.push(`${hook} must not be empty: remove it`);
  if (options.workingDir !== undefined && options.workingDir !== '/')
    problems.push(absolutePath('workingDir', options.workingDir));
  for (const argument of [
    ...(options.command ?? []),
    ...(options.args ?? []),
    ...(options.postStart ?? []),
    ...(options.preStop ?? []),
  ])
    problems.push(plainText('argument', argument));
  for (const key of [...Object.keys(env), ...Object.keys(envReferences)])
    problems.push(envName('environment variable', key));
  for (const [key, value] of Object.entries(env)) problems.push(plainText(`environment variable ${quote(key)}`, value));
  for (const key of twice([...Object.keys(env), ...Object.keys(envReferences)]))
    problems.push(`environment variable ${quote(key)} is in both env and envReferences: keep one`);
  for (const port of twice(ports.map((p) => `${p.number}/${p.protocol}`)))
    problems.push(`port ${port} is specified twice: keep one`);
  for (const port of twice(ports.map((p) => p.name)))
    problems.push(`port name ${quote(port)} is used twice: give each port its own name`);
  for (const path of twice(mountPathsOf(options)))
    problems.push(`two volumes are mounted at ${quote(path)}: give each its own folder`);
  if (options.runAs && options.runAs.userId === undefined)
    problems.push("runAs must be a user with a number, got the image's user: use Identity.user");
  if (options.runAs && options.runAs.supplementalGroups.length > 0)
    problems.push(
      'runAs must not have supplementary groups, which belong to the pod: give them to the identity of the app',
    );
  problems.push(...resourceProblems(options.resources ?? {}));
  const disk = diskBytesOf(options);
  const limit = quantitiesOf(options.resources ?? {}).ephemeralStorageLimit;
  if (limit !== undefined && bytesOf(limit) < disk)
    problems.push(
      `ephemeralStorageLimit must be at least ${mebibytes(disk)}Mi, the total size of the writable folders, got ${quote(limit)}: otherwise the pod is evicted before they are full`,
    );
  if (weaknesses.some((w) => w._effect.unconfined === 'appArmor') && options.appArmor)
    problems.push('appArmor and Weakness.unconfinedAppArmor must not both be set: keep one');
  if (weaknesses.some((w) => w._effect.unconfined === 'seccomp') && options.seccomp)
    problems.push('seccomp and Weakness.unconfinedSeccomp must not both be set: keep one');
  if (weaknesses.some((w) => w._effect.accepts.some(({ rule }) => rule === 'selinux-options')) && options.seLinux)
    problems.push('seLinux and Weakness.seLinux must not both be set: keep one');
  for (const key of twice((options.devices ?? []).map((d) => d._key)))
    problems.push(`device ${quote(key)} is specified twice: keep one`);
  problems.push(...deviceProblems(options));
  return problems.filter((p) => p !== undefined);
}

/** Problems of mounted devices that the container cannot open. */
function deviceProblems({ weaknesses = [], devices = [] }: ContainerOptions): string[] {
  // a device plugin or a claim may give the container the device that it mounts
  // and a device plugin looks at devices, without opening them
  if (weaknesses.some((w) => w._isDevicePlugin)) return [];
  if (devices.length > 0 || weaknesses.some((w) => w._isPrivileged)) return [];
  return weaknesses.flatMap(({ _effect: { device } }) =>
    device === undefined
      ? []
      : `device ${quote(device)} of the host cannot be opened by a container that is not privileged ("Operation not permitted"), because the runtime lets a container open only the devices that the kubelet gives to it: use devices with Device.resource and the device plugin of the node, or add Weakness.privileged`,
  );
}

function twice(values: ReadonlyArray<string>): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
