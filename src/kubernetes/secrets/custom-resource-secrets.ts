import { isObject, pointerStep, stringAt, type JsonObject } from '../manifest';
import { secretNamed } from './secret-name';
import { BY_NAME } from './secret-value';
import { secretsInFile, secretsInVariable, type SecretInText } from './text-secrets';

/** Secret in a field of a custom resource. */
export interface SecretInField extends SecretInText {
  /** JSON pointer of the value. */
  readonly pointer: string;
  /** Path of the field, such as `spec.values.auth.password`, or the name of a parameter. */
  readonly holder: string;
}

/** Maximum depth of the search. A manifest has about twenty levels. */
const MAX_DEPTH = 100;

/** Most secrets that are found in one object. */
const MOST = 100;

/** Fields of the object itself without settings. */
const OTHER_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** Fields that point to an object, or choose one. Names of objects and of keys in them look like secrets there. */
const REFERENCE = /(?:secrets?|ref|refs|reference|references|from|selector|source|matchLabels|labels)$/i;

/** Name of an object or of a key in one. */
const OBJECT_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,250}[A-Za-z0-9])?$/;

/** Values that were encrypted, beside which the tool writes its own field. */
const ENCRYPTED: ReadonlySet<string> = new Set(['sops', 'encryptedData']);

/** Position of the walk. */
interface Place {
  readonly pointer: string;
  readonly path: string;
  readonly depth: number;
  /** True within a field that points to an object. */
  readonly isReference: boolean;
}

/**
 * Returns the secrets in the fields of a custom resource: values under the name of a secret, values of parameters with such a
 * name, texts with settings, and tokens under any name. The work is linear.
 * @param others parts of the resource that are judged in another way, such as its pods
 */
export function secretsInCustomResource(object: JsonObject, others: Iterable<unknown> = []): SecretInField[] {
  const found: SecretInField[] = [];
  const seen = new Set<unknown>(others);
  const start: Place = { pointer: '', path: '', depth: 0, isReference: false };
  if ([...ENCRYPTED].some((field) => Object.hasOwn(object, field))) return [];
  for (const [key, value] of Object.entries(object)) if (!OTHER_FIELDS.has(key)) visitField(object, key, value, start);
  return found;

  function visitField(parent: JsonObject, key: string, value: unknown, place: Place): void {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const at = { ...place, pointer: place.pointer + pointerStep(key), path };
    const parameter = key === 'value' ? (stringAt(parent, 'name') ?? stringAt(parent, 'key')) : undefined;
    if (parameter !== undefined) visit(parameter, value, { ...at, path: parameter });
    else visit(key, value, { ...at, isReference: place.isReference || hasReference(parent) });
  }

  function visit(key: string, value: unknown, place: Place): void {
    if (found.length >= MOST) return;
    if (typeof value === 'string') {
      found.push(
        ...secretsOf(key, value, place).map((each) => ({ ...each, pointer: place.pointer, holder: place.path })),
      );
      return;
    }
    // the value of an alias can be in many places, or in itself
    if (typeof value !== 'object' || value === null || seen.has(value) || place.depth >= MAX_DEPTH) return;
    seen.add(value);
    const inside = { ...place, depth: place.depth + 1, isReference: place.isReference || REFERENCE.test(key) };
    if (Array.isArray(value))
      value.forEach((each, i) => visit(key, each, { ...inside, pointer: place.pointer + pointerStep(i) }));
    else if (isObject(value) && ![...ENCRYPTED].some((field) => Object.hasOwn(value, field)))
      for (const [name, each] of Object.entries(value)) visitField(value, name, each, inside);
  }
}

function secretsOf(key: string, value: string, { isReference }: Place): SecretInText[] {
  const secrets = value.includes('\n') ? secretsInFile(key, value) : secretsInVariable(key, value);
  return secrets.filter(
    ({ name, what }) => name !== undefined || what !== BY_NAME || !isNameOfObject(key, value, isReference),
  );
}

/**
 * Returns true if a value under the name of a secret is rather the name of an object or of a key in one. Custom resources name
 * Secrets in fields such as `credentials` and `token`, but no field `password` outside a reference does.
 */
function isNameOfObject(key: string, value: string, isReference: boolean): boolean {
  if (!OBJECT_NAME.test(value)) return false;
  if (isReference) return true;
  const noun = secretNamed(key)?.noun;
  const isRandom = (/\d/.test(value) && /[A-Z]/.test(value)) || /[0-9a-f]{20}/.test(value);
  return noun !== 'password' && noun !== 'random-key' && !isRandom;
}

/** Returns true if an object names a Secret, so that its other fields are keys in it. */
function hasReference(parent: JsonObject): boolean {
  return ['secretName', 'secretRef', 'existingSecret', 'secretKeyRef'].some((key) => Object.hasOwn(parent, key));
}
