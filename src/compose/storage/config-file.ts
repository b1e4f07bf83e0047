import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { LARGEST_ID } from '../../host/user-id';
import { secretsInFile } from '../../kubernetes/secrets/text-secrets';
import { toDnsLabel } from '../../kubernetes/syntax';
import type { ComposeProject } from '../compose-project';
import type { FileReference } from '../service-definition';

/** Text of a config that the installer of a package writes to a file. */
export interface ConfigFile {
  /** Name of the file, in the folder of all configs. */
  readonly name: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
  /** Owner. Undefined for that of the installer. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Config file with the difference from the compose file, if there is one. */
export interface PlannedConfigFile {
  readonly file: ConfigFile;
  readonly difference: string | undefined;
}

const DEFAULT_MODE = 0o444;
const READ_AND_RUN = 0o555;
const READ_BY_ALL = 0o444;
const DIGEST = 16;

/** Project, with the folder that its package is installed to, if it is known. */
interface ConfigSource {
  readonly project: ComposeProject;
  readonly options: { readonly installation?: unknown };
}

/** Returns the file for a text that a service uses as a config, or the reason why there can be none. */
export function configFileOf(
  { project, options }: ConfigSource,
  reference: FileReference,
): PlannedConfigFile | { readonly reason: string } {
  const { content, environment } = project.configs.get(reference.source) ?? {};
  const text = typeof content === 'string' ? content : project.configVariables?.get(reference.source);
  if (options.installation === undefined || text === undefined)
    return {
      reason:
        typeof environment === 'string'
          ? `the variable ${quote(environment)} is not set in the package: set it in its .env`
          : 'a kubelet without a cluster has no ConfigMaps: put the text into content, or into a file of the package that file names',
    };
  if (secretsInFile(posix.basename(reference.target), text).length > 0)
    return {
      reason:
        'the text contains a secret, which is not written as plain text: put it into a file of the package, and name it with file',
    };
  const [uid, gid] = [idOf(reference.uid), idOf(reference.gid)];
  if (uid === undefined || gid === undefined)
    return { reason: `the owner is ${quote(`${reference.uid}:${reference.gid}`)}; must be numbers` };
  const isOwned = reference.uid !== undefined || reference.gid !== undefined;
  const wanted = (reference.mode ?? DEFAULT_MODE) & READ_AND_RUN;
  // a container that does not run as root could not read a file that only root may read
  const mode = isOwned ? wanted : wanted | READ_BY_ALL;
  const owner = isOwned ? { uid, gid } : undefined;
  const digest = createHash('sha256')
    .update(JSON.stringify([reference.source, mode, owner]))
    .digest('hex');
  const name = `${toDnsLabel(reference.source)}-${digest.slice(0, DIGEST)}`.replace(/^-/, '');
  return {
    file: { name, text, mode, ...(owner && { owner }) },
    difference:
      mode === wanted
        ? undefined
        : `the mode is 0${mode.toString(8)}: without uid and gid, every user may read the file`,
  };
}

/** Returns the number of a user or a group, 0 without one. Undefined if it is not a number. */
function idOf(text = '0'): number | undefined {
  return /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_ID ? Number(text) : undefined;
}
