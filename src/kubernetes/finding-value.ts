import { createHash } from 'node:crypto';
import { printable } from '../diagnostics/printable';

/** Largest number of characters of a value, so that a long text in a manifest does not fill a report. */
const LONGEST = 500;
/** Number of characters that stay of a longer value, before its digest. */
const KEPT = 460;

/**
 * Returns what a finding is about as one line of at most 500 characters; undefined for an empty text. A text that changes keeps
 * its digest, so that two texts never have the same value. A value itself does not change.
 */
export function findingValue(text: string): string | undefined {
  if (text === '') return undefined;
  const line = printable(text);
  if (line === text && text.length <= LONGEST) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${line.slice(0, KEPT)}… ${digest}`;
}

/** Returns the value of a finding about a mounted path of the node. */
export function mountedPathValue(path: string, mountPath: string): string {
  return path === mountPath ? path : `${path} at ${mountPath}`;
}

/** Returns a port as the value of a finding: `8080`, or `53/UDP` for another protocol than TCP. */
export function portValue(number: number, protocol: string): string {
  return protocol === 'TCP' ? String(number) : `${number}/${protocol}`;
}
