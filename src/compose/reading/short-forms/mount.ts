import { posix } from 'node:path';
import { quote } from '../../../diagnostics/input-error';
import type { Model } from '../model';
import { FormError } from './form-error';

const PROPAGATIONS: ReadonlySet<string> = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);

/** Letter of a drive of Windows, whose colon does not separate. */
const DRIVE = /^\p{L}$/u;

/**
 * Returns the long form of a mount, such as `data:/var/lib`, `./config:/etc/app:ro` or `/cache`.
 *
 * @throws {@link FormError} if the text has another form
 */
export function mountOf(text: string): Model {
  if (text === '') throw new FormError('is an empty text; must be a mount, such as data:/var/lib');
  // as the reference: so short a text is a path
  if (text.length <= 2) return { type: 'volume', target: posix.normalize(text) };
  const [first = '', second, options, ...more] = sectionsOf(text);
  if ([first, second, options, ...more].includes(''))
    throw new FormError(`is ${quote(text)}, which has an empty section`);
  if (more.length > 0) throw new FormError(`is ${quote(text)}, which has too many colons: use the long form`);
  const source = second === undefined ? undefined : first;
  const mount = { target: cleanPath(second ?? first), ...(source !== undefined && { source }), ...optionsOf(options) };
  return source !== undefined && isPath(source)
    ? { ...mount, type: 'bind', bind: { ...mount.bind, create_host_path: true } }
    : { ...mount, type: 'volume' };
}

/** Returns a path without `.`, `..` and double slashes. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

function sectionsOf(text: string): string[] {
  const sections: string[] = [''];
  for (const part of text.split(':')) {
    const last = sections.at(-1) ?? '';
    if (DRIVE.test(last) && sections.length > 1) sections[sections.length - 1] = `${last}:${part}`;
    else sections.push(part);
  }
  return sections.slice(1);
}

interface MountOptions {
  readonly read_only?: boolean;
  readonly bind?: Model;
  readonly volume?: Model;
}

function optionsOf(text: string | undefined): MountOptions {
  let readOnly: boolean | undefined;
  let bind: Model | undefined;
  let volume: Model | undefined;
  for (const option of text?.split(',') ?? []) {
    if (option === 'ro' || option === 'rw') readOnly = option === 'ro';
    else if (option === 'nocopy') volume = { nocopy: true };
    else if (option === 'z' || option === 'Z') bind = { ...bind, selinux: option };
    else if (PROPAGATIONS.has(option)) bind = { ...bind, propagation: option };
  }
  return { ...(readOnly && { read_only: true }), ...(bind && { bind }), ...(volume && { volume }) };
}

/** Returns true for a source that is a path of the host, not the name of a volume. */
function isPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}
