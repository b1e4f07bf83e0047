import * as http from 'node:http';
import * as https from 'node:https';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { readJson } from '../../kubernetes/read-json';
import { PACKAGE_ANNOTATION } from '../install/package-objects';
import { reasonOf, type RuntimeContainer, type RuntimePod } from './runtime-pod';

/** Access to the interface of a kubelet. */
export interface KubeletAccess {
  /** Address, such as `http://127.0.0.1:10255` or `https://127.0.0.1:10250`. */
  readonly url: string;
  /** Certificate of a client in PEM, with its key. Undefined if the kubelet allows anonymous requests. */
  readonly client?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Address of the port for reading, which many kubelets do not open. */
export const READ_ONLY_KUBELET: KubeletAccess = { url: 'http://127.0.0.1:10255' };

/** Time until an answer must be complete, in milliseconds. */
const TIMEOUT = 5000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

/**
 * Asks a kubelet for its pods. The certificate of the kubelet, which is usually signed by itself, is not verified: the answer is
 * only shown.
 * @throws InputError if it does not answer with a list of pods
 */
export async function kubeletPods(access: KubeletAccess): Promise<RuntimePod[]> {
  const subject = `kubelet ${quote(access.url)}`;
  const text = await get(address(access.url, subject), access).catch((error: Error) => {
    throw new InputError(subject, [`does not report its pods: ${error.message}`]);
  });
  let list: unknown;
  try {
    list = readJson(text);
  } catch (error) {
    throw new InputError(subject, [`returned an answer that ${(error as Error).message}`]);
  }
  if (!isObject(list) || list['kind'] !== 'PodList') throw new InputError(subject, ['returned no list of pods']);
  return listAt(list, 'items').filter(isObject).map(podIn);
}

function address(url: string, subject: string): URL {
  const parsed = URL.canParse(url) ? new URL('/pods', url) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw new InputError(subject, ['must be an address such as https://127.0.0.1:10250']);
  return parsed;
}

function get(url: URL, { client }: KubeletAccess): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ...client, rejectUnauthorized: false, timeout: TIMEOUT, agent: false };
    const request = (url.protocol === 'https:' ? https : http).get(url, options, (response) => {
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        length += part.length;
        if (length > LARGEST_ANSWER) request.destroy(new Error(`its answer exceeds ${LARGEST_ANSWER} bytes`));
        else parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString('utf8'));
        else reject(new Error(`it answers with status ${response.statusCode}`));
      });
    });
    const timer = setTimeout(() => request.destroy(new Error(`it does not answer within ${TIMEOUT} ms`)), TIMEOUT);
    request.on('error', reject).on('close', () => clearTimeout(timer));
  });
}

function podIn(pod: JsonObject): RuntimePod {
  const metadata = objectAt(pod, 'metadata');
  const status = objectAt(pod, 'status');
  return {
    namespace: stringAt(metadata, 'namespace') ?? 'default',
    name: stringAt(metadata, 'name') ?? '',
    package: stringAt(objectAt(metadata, 'annotations'), PACKAGE_ANNOTATION),
    phase: stringAt(status, 'phase'),
    reason: reasonOf(stringAt(status, 'reason'), stringAt(status, 'message')),
    containers: ['initContainerStatuses', 'containerStatuses'].flatMap((key) =>
      listAt(status, key).filter(isObject).map(containerIn),
    ),
  };
}

function containerIn(container: JsonObject): RuntimeContainer {
  const { restartCount } = container;
  const state = objectAt(container, 'state');
  const waiting = objectAt(state, 'waiting');
  const ended = objectAt(state, 'terminated');
  const common = {
    name: stringAt(container, 'name') ?? '',
    restarts: typeof restartCount === 'number' ? restartCount : undefined,
  };
  if (isObject(state['running'])) return { ...common, state: 'running', reason: '' };
  if (isObject(state['terminated'])) {
    const code = ended['exitCode'];
    const exit = typeof code === 'number' ? `exit code ${code}` : undefined;
    return { ...common, state: 'ended', reason: reasonOf(stringAt(ended, 'reason'), exit, stringAt(ended, 'message')) };
  }
  return { ...common, state: 'waiting', reason: reasonOf(stringAt(waiting, 'reason'), stringAt(waiting, 'message')) };
}
