import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { groupOf, stringAt } from '../../kubernetes/manifest';
import { objectsIn } from '../../kubernetes/objects';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { fileProblem } from '../../diagnostics/file-error';
import { MAX_STATIC_POD_SIZE } from '../limits';
import { podName } from './static-pod';

/** Name of a file from this command: app, namespace and name of the pod. None of them can contain a plus sign. */
const POD_FILE = /^([^+]+)\+([^+]+)\+([^+]+)\.yaml$/;

/** Longest file name in bytes: that of Linux, without the additions of a temporary name. */
export const LONGEST_POD_FILE = 250;

/** File in the kubelet's folder of static pods. */
export interface PodFile {
  readonly name: string;
  /** App that the file belongs to. Undefined if this command did not write it. */
  readonly app: string | undefined;
  /** Pods that the file defines, such as `default/web`. */
  readonly pods: ReadonlyArray<string>;
  /** Content. Undefined if the file cannot be read. */
  readonly bytes: Buffer | undefined;
  /** Reason why the pods of the file are unknown. Undefined if they are known. */
  readonly problem: string | undefined;
}

/** Returns the name of the file for a pod of an app. */
export function podFileName(app: string, pod: string): string {
  return `${app}+${pod.replace('/', '+')}.yaml`;
}

/** Reads every file that the kubelet reads: files of any name that does not start with a dot. */
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

/** Returns a note for each file of others whose pods are unknown. */
export function podFileNotes(files: ReadonlyArray<PodFile>): string[] {
  return files
    .filter(({ app, problem }) => app === undefined && problem !== undefined)
    .map(({ name, problem }) => `static pod file ${quote(name)}: ${problem}; the pods that it defines are unknown`);
}
