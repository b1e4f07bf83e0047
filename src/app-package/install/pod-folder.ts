import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { groupOf, stringAt } from '../../kubernetes/manifest';
import { objectsIn } from '../../kubernetes/objects';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { fileProblem } from '../../diagnostics/file-error';
import { MAX_STATIC_POD_SIZE } from '../limits';
import { podName } from './static-pod';

/** Name of a file that this command writes: app, namespace and name of the pod. None of them can contain a plus sign. */
const POD_FILE = /^([^+]+)\+([^+]+)\+([^+]+)\.yaml$/;

/** Bytes of a file name on Linux, without what a file is called until it is complete. */
export const LONGEST_POD_FILE = 250;

/** A file in the kubelet's folder of static pods. */
export interface PodFile {
  readonly name: string;
  /** The app that it belongs to; undefined: this command did not write it. */
  readonly app: string | undefined;
  /** The pods that it defines, as `default/web`. */
  readonly pods: ReadonlyArray<string>;
  /** Undefined when it cannot be read. */
  readonly bytes: Buffer | undefined;
  /** Why it is unknown which pods it defines; undefined when it is known. */
  readonly problem: string | undefined;
}

/** Name of the file of a pod of an app. */
export function podFileName(app: string, pod: string): string {
  return `${app}+${pod.replace('/', '+')}.yaml`;
}

/** Every file that the kubelet reads: whatever its name is, unless it begins with a dot. */
export function readPodFolder(folder: string): PodFile[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => readPodFile(folder, name));
}

function readPodFile(folder: string, name: string): PodFile[] {
  const [, app, namespace, pod] = POD_FILE.exec(name) ?? [];
  const named = app === undefined ? [] : [`${namespace}/${pod}`];
  try {
    const path = join(folder, name);
    const status = statSync(path);
    if (status.isDirectory()) return [];
    if (!status.isFile()) throw new Error('it is not a file');
    if (status.size > MAX_STATIC_POD_SIZE) throw new Error(`it has more than ${MAX_STATIC_POD_SIZE} bytes`);
    const bytes = readFileSync(path);
    const { pods, problem } = podsIn(bytes.toString('utf8'));
    return [{ name, app, pods: [...new Set([...named, ...pods])], bytes, problem }];
  } catch (error) {
    return [{ name, app, pods: named, bytes: undefined, problem: fileProblem(error) }];
  }
}

function podsIn(text: string): { pods: string[]; problem: string | undefined } {
  const { documents, problems } = readYamlStream(text);
  const pods = documents
    .flatMap(({ value }) => objectsIn(value).objects)
    .map(({ object }) => object)
    .filter((object) => object['kind'] === 'Pod' && groupOf(stringAt(object, 'apiVersion') ?? '') === '')
    .map(podName);
  const [first] = problems;
  return { pods, problem: first && `line ${first.line}: ${first.message}` };
}

/** A note for each file of others whose pods are unknown. */
export function podFileNotes(files: ReadonlyArray<PodFile>): string[] {
  return files
    .filter(({ app, problem }) => app === undefined && problem !== undefined)
    .map(({ name, problem }) => `static pod file ${quote(name)}: ${problem}; the pods that it defines are unknown`);
}
