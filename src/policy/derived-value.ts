import { remembered } from '../diagnostics/remembered';
import { isObject } from '../kubernetes/manifest';
import { secretsInVariable } from '../kubernetes/secrets/text-secrets';
import type { Subject } from './subject/subject';

/** Pointers of the content of a Secret. */
const SECRET_CONTENT = /^\/(data|stringData)\//;

/**
 * Returns the text, number or boolean of a subject at a JSON pointer, as text. Undefined if there is none, or if it may be a
 * secret, which a report must not contain.
 */
export function derivedValue(subject: Subject, pointer: string): string | undefined {
  if (subject.json['kind'] === 'Secret' && SECRET_CONTENT.test(pointer)) return undefined;
  let value: unknown = subject.json;
  let parent: unknown;
  let last = '';
  for (let at = pointer.indexOf('/'); at >= 0;) {
    const end = pointer.indexOf('/', at + 1);
    const step = end < 0 ? pointer.slice(at + 1) : pointer.slice(at + 1, end);
    at = end;
    last = step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step;
    parent = value;
    if (Array.isArray(value) && /^\d+$/.test(last)) value = value[Number(last)];
    else if (isObject(value) && Object.hasOwn(value, last)) value = value[last];
    else return undefined;
  }
  if (typeof value === 'string')
    return names(last, parent).some((name) => holdsSecret(name, value)) ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const SEPARATOR = '\0';

/** Secrets in a name and a value, which repeat in many manifests. */
const secretsIn = remembered((text) => {
  const at = text.indexOf(SEPARATOR);
  return secretsInVariable(text.slice(0, at), text.slice(at + 1));
});

function holdsSecret(name: string, value: string): boolean {
  const secrets = name.includes(SEPARATOR) ? secretsInVariable(name, value) : secretsIn(name + SEPARATOR + value);
  return secrets.length > 0;
}

/** Returns the names of a value: its key, and that of the variable or header whose value it is. */
function names(key: string, parent: unknown): string[] {
  const name = isObject(parent) ? parent['name'] : undefined;
  return typeof name === 'string' ? [key, name] : [key];
}
