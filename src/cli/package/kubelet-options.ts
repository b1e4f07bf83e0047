import type { Command } from 'commander';
import type { KubeletAccess } from '../../app-package/manage/kubelet-pods';
import { MAX_KEY_FILE_SIZE } from '../../app-package/limits';
import { readSmallFile } from '../../app-package/files/read-file';
import { fileProblem } from '../../diagnostics/file-error';
import { InputError, quote } from '../../diagnostics/input-error';

/** Options with the access to the kubelet. */
export interface KubeletOptions {
  readonly kubelet?: string;
  readonly kubeletCert?: string;
  readonly kubeletKey?: string;
}

/** Adds the options of {@link KubeletOptions} to a command. */
export function addKubeletOptions(command: Command): Command {
  return command
    .option(
      '--kubelet <url>',
      'address of the kubelet, such as https://127.0.0.1:10250; default: its port 10255 for reading, or else crictl or ctr',
    )
    .option('--kubelet-cert <file>', 'certificate of a client that the kubelet accepts')
    .option('--kubelet-key <file>', 'key of that certificate');
}

/**
 * Returns the access to the kubelet. Undefined if the options specify none.
 * @throws InputError if a file cannot be read, or an option is missing
 */
export function kubeletOf({ kubelet, kubeletCert, kubeletKey }: KubeletOptions): KubeletAccess | undefined {
  if ((kubeletCert === undefined) !== (kubeletKey === undefined))
    throw new InputError('secure-edge package', ['--kubelet-cert and --kubelet-key must be given together']);
  if (kubelet === undefined) {
    if (kubeletCert !== undefined)
      throw new InputError('secure-edge package', ['--kubelet-cert needs --kubelet with the address of the kubelet']);
    return undefined;
  }
  if (kubeletCert === undefined || kubeletKey === undefined) return { url: kubelet };
  return { url: kubelet, client: { cert: readFile(kubeletCert), key: readFile(kubeletKey) } };
}

function readFile(file: string): Buffer {
  try {
    return readSmallFile(file, MAX_KEY_FILE_SIZE);
  } catch (error) {
    throw new InputError(`file ${quote(file)}`, [fileProblem(error)]);
  }
}
