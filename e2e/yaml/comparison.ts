import { isObject } from '../../src/kubernetes/manifest';
import { objectsIn } from '../../src/kubernetes/objects';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import type { Answer } from './oracle';

/** Result of comparing the readings of a text. */
export interface Comparison {
  /** Difference between our reading and kubectl's. Unset if we reject the text. */
  readonly difference?: string;
  /** Reason why we reject the text. */
  readonly rejection?: string;
}

/** Compares our reading of a text with kubectl's. */
export function compare(text: string, answer: Answer): Comparison {
  const { documents, problems } = readYamlStream(text);
  const [problem] = problems;
  if (problem) return { rejection: problem.message };
  if (answer.error !== undefined) return { difference: `kubectl rejects it: ${answer.error}` };
  const values = documents.map(({ value }) => value).filter((value) => value !== null);
  const read = values.map(canonical);
  const expected = answer.documents.map(canonical);
  if (read.join() !== expected.join())
    return { difference: `read as ${read.join()} and by kubectl as ${expected.join()}` };
  const found = values.map((value) => objectsIn(value));
  const [opaque] = found.flatMap((each) => each.opaque);
  if (opaque) return { rejection: opaque.why };
  if (answer.objectError !== undefined) return {};
  const objects = found.flatMap((each) => each.objects.map(({ object }) => canonical(withoutEmptyNamespace(object))));
  const sent = answer.objects.map((each) => canonical(withoutEmptyNamespace(each)));
  if (objects.join() === sent.join()) return {};
  return { difference: `has the objects ${objects.join()} and for kubectl ${sent.join()}` };
}

/** Returns a value as JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`;
}

/** Returns an object without an empty namespace, which kubectl does not send. */
function withoutEmptyNamespace(object: unknown): unknown {
  if (!isObject(object) || !isObject(object['metadata'])) return object;
  const { namespace, ...metadata } = object['metadata'];
  return { ...object, metadata: namespace === '' || namespace === null ? metadata : object['metadata'] };
}
