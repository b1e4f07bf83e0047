import { InputError } from '../../diagnostics/input-error';
import { isObject, type JsonObject, listAt, objectAt } from '../../kubernetes/manifest';
import { JsonSyntaxError, JsonValues } from '../../kubernetes/yaml/json-value';
import { Lines } from '../../kubernetes/yaml/lines';
import { Places } from '../../kubernetes/yaml/places';
import { YamlError } from '../../kubernetes/yaml/yaml-error';
import { repairedText } from './known-slips';

/** Text of a pod skeleton, as it is read. */
export interface SkeletonDocument {
  readonly file: string;
  readonly value: JsonObject;
  /** Places where the text is not JSON, and what it is read as. */
  readonly slips: ReadonlyArray<{ readonly key: string; readonly line: number; readonly message: string }>;
  /** Returns the line of the value at a JSON pointer, or of the nearest value around it. */
  readonly lineOf: (pointer: string) => number;
}

const POD = /"kind"\s*:\s*"Pod"/;

/** Keys of the skeleton that a container of Kubernetes does not have. */
const OWN_KEYS = ['workdingDir', 'depends_on', 'external_links', 'networks'];
const OWN_KEY = new RegExp(`"(?:${OWN_KEYS.join('|')})"\\s*:`);

/**
 * Reads a pod skeleton of the old service's plan. Undefined for any other text, such as a compose file or a pod of Kubernetes.
 * @throws {@link InputError} if the text is a skeleton, but is not JSON in another way than the printed one
 */
export function readSkeletonDocument(text: string, file: string): SkeletonDocument | undefined {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (!plain.trimStart().startsWith('{') || !POD.test(plain)) return undefined;
  const repaired = repairedText(plain);
  const isUnreadable = repaired.slips.some((slip) => slip.isUnreadable);
  const [places, lines] = [new Places(), new Lines(repaired.text)];
  const { next: root } = places;
  let value: unknown;
  try {
    value = onlyValue(repaired.text, places);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (!isUnreadable && !OWN_KEY.test(plain)) return undefined;
    throw new InputError(`${file}:${lines.lineAt(error.offset)}`, [problemOf(error)]);
  }
  if (!isObject(value) || value['kind'] !== 'Pod' || !(isUnreadable || hasOwnForm(value))) return undefined;
  const original = new Lines(plain);
  return {
    file,
    value,
    slips: repaired.slips.map(({ key, message, offset }) => ({ key, message, line: original.lineAt(offset) })),
    lineOf: (pointer) => lines.lineAt(places.offsetOf(root, value, pointer)),
  };
}

function onlyValue(text: string, places: Places): unknown {
  const values = new JsonValues(text, text.search(/\S/), places);
  const value = values.next();
  values.skipSpace();
  if (values.at < text.length) throw new JsonSyntaxError('', values.at);
  return value;
}

function problemOf(error: YamlError): string {
  return error instanceof JsonSyntaxError
    ? 'the pod skeleton is not JSON here: correct it. Accepted are only the slips of the printed skeleton: no comma after "resources", a comma after the last item, and one brace too many at the end'
    : error.message;
}

/** True if a pod has keys or forms that only the skeleton has. */
function hasOwnForm(pod: JsonObject): boolean {
  const spec = objectAt(pod, 'spec');
  return (
    Array.isArray(objectAt(pod, 'metadata')['annotations']) ||
    listAt(spec, 'volumes').some((volume) => isObject(volume) && typeof volume['hostPath'] === 'string') ||
    listAt(spec, 'containers').some((container) => isObject(container) && isOwnContainer(container))
  );
}

function isOwnContainer(container: JsonObject): boolean {
  const { cpu, memory } = objectAt(container, 'resources');
  return (
    OWN_KEYS.some((key) => Object.hasOwn(container, key)) ||
    cpu !== undefined ||
    memory !== undefined ||
    typeof objectAt(objectAt(container, 'livenessProbe'), 'httpGet')['httpHeaders'] === 'string'
  );
}
