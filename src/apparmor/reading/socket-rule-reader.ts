import { quote } from '../../diagnostics/input-error';
import { AppArmorProtocol, AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from '../rules/network-rule';
import type { AppArmorNetworkAccess } from '../rules/network-rule';
import { UnixRule } from '../rules/unix-rule';
import type { AppArmorUnixAccess } from '../rules/unix-rule';
import { accessOf, MESSAGE_WORDS, MESSAGES } from './access-words';
import type { ReadProps } from './rule-context';
import type { Scanner } from './scanner';
import { readTerms, rejectTarget, rejectWords, singleValues } from './terms';

const SOCKET_WORDS = [
  ...MESSAGE_WORDS,
  'create',
  'bind',
  'listen',
  'accept',
  'connect',
  'shutdown',
  'getattr',
  'setattr',
  'getopt',
  'setopt',
];

/** Reads the rest of a rule on network sockets, after `network`. */
export function readNetwork(scanner: Scanner, props: ReadProps): NetworkRule {
  const terms = readTerms(scanner, 'network', SOCKET_WORDS);
  const [first, second, third] = terms.words;
  if (third !== undefined) scanner.fail('a network rule can only have a family, and a type or a protocol', third.at);
  rejectTarget(scanner, 'network', terms);
  for (const { quoted, at } of terms.words) if (quoted) scanner.fail('words of a network rule cannot be in quotes', at);
  const local = singleValues(scanner, 'network', terms.conditions, ['ip', 'port']);
  const peer = singleValues(scanner, 'network', terms.peer, ['ip', 'port']);
  const hasFamily = second !== undefined || isOneOf(first?.text, AppArmorSocketFamily);
  const kind = hasFamily ? second : first;
  const isType = isOneOf(kind?.text, AppArmorSocketType);
  if (kind !== undefined && !isType && !isOneOf(kind.text, AppArmorProtocol))
    scanner.fail(
      `network has ${quote(kind.text)}: use ${second === undefined ? 'a family such as inet, ' : ''}a type (${Object.values(AppArmorSocketType).join(', ')}) or a protocol (${Object.values(AppArmorProtocol).join(', ')})`,
      kind.at,
    );
  return new NetworkRule({
    ...props,
    access: accessOf<AppArmorNetworkAccess>(terms, MESSAGES),
    family: hasFamily ? (first?.text as AppArmorSocketFamily) : undefined,
    type: isType ? (kind?.text as AppArmorSocketType) : undefined,
    protocol: isType ? undefined : (kind?.text as AppArmorProtocol | undefined),
    address: local['ip'],
    port: local['port'],
    peerAddress: peer['ip'],
    peerPort: peer['port'],
  });
}

/** Reads the rest of a rule on Unix sockets, after `unix`. */
export function readUnix(scanner: Scanner, props: ReadProps): UnixRule {
  const terms = readTerms(scanner, 'unix', SOCKET_WORDS);
  rejectWords(scanner, 'unix', terms);
  const { type, addr } = singleValues(scanner, 'unix', terms.conditions, ['type', 'addr']);
  const peer = singleValues(scanner, 'unix', terms.peer, ['addr', 'label']);
  return new UnixRule({
    ...props,
    access: accessOf<AppArmorUnixAccess>(terms, MESSAGES),
    type: type as AppArmorSocketType | undefined,
    address: addr,
    peerAddress: peer['addr'],
    peerLabel: peer['label'],
  });
}

function isOneOf(word: string | undefined, words: { readonly [key: string]: string }): boolean {
  return word !== undefined && Object.values(words).includes(word);
}
