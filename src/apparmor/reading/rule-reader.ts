import { InputError, quote } from '../../diagnostics/input-error';
import { Capability } from '../../host/capability';
import type { AppArmorRule } from '../rule';
import { versionProblem } from '../rule';
import { AllRule } from '../rules/all-rule';
import { CapabilityRule } from '../rules/capability-rule';
import { ChangeProfileRule } from '../rules/change-profile-rule';
import { DbusRule } from '../rules/dbus-rule';
import type { AppArmorDbusAccess } from '../rules/dbus-rule';
import { IoUringRule } from '../rules/io-uring-rule';
import type { AppArmorIoUringAccess } from '../rules/io-uring-rule';
import type { AppArmorMountConditions, AppArmorMountOption } from '../rules/mount-option';
import { MountRule } from '../rules/mount-rule';
import { MqueueRule } from '../rules/mqueue-rule';
import type { AppArmorMqueueAccess, AppArmorMqueueType } from '../rules/mqueue-rule';
import { AppArmorProtocol, AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from '../rules/network-rule';
import type { AppArmorNetworkAccess } from '../rules/network-rule';
import { PivotRootRule } from '../rules/pivot-root-rule';
import { PtraceRule } from '../rules/ptrace-rule';
import type { AppArmorPtraceAccess } from '../rules/ptrace-rule';
import { RemountRule } from '../rules/remount-rule';
import { SignalRule } from '../rules/signal-rule';
import type { AppArmorSignal, AppArmorSignalAccess } from '../rules/signal-rule';
import { UmountRule } from '../rules/umount-rule';
import { UnixRule } from '../rules/unix-rule';
import type { AppArmorUnixAccess } from '../rules/unix-rule';
import { UsernsRule } from '../rules/userns-rule';
import { readFileRule, readLinkRule } from './file-rule-reader';
import { readRlimit } from './rlimit-reader';
import type { Scanner, Word } from './scanner';
import { readTerms, singleValues } from './terms';
import type { Condition, Terms } from './terms';
import type { ReadProps, RuleContext } from './rule-context';

type RuleMaker = (scanner: Scanner, props: ReadProps) => AppArmorRule;

/** Words that stand for accesses: others than their own name, and letters. */
interface AccessWords {
  readonly [word: string]: string;
}

const MESSAGES: AccessWords = { r: 'receive', w: 'send', read: 'receive', write: 'send' };
const TRACES: AccessWords = { r: 'read', w: 'trace', write: 'trace' };
const QUEUES: AccessWords = { r: 'read', w: 'write' };
const SENT = ['send', 'receive', 'read', 'write', 'r', 'w', 'rw', 'wr'];
const SOCKET_ACCESS = [
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
/** Short forms of mount options. */
const OPTION_FORMS: { readonly [word: string]: string } = {
  r: 'ro',
  w: 'rw',
  B: 'bind',
  R: 'rbind',
  M: 'move',
  verbose: 'silent',
};

/** Each kind of rule by the word with which it begins. */
const MAKERS: { readonly [word: string]: RuleMaker } = {
  capability: (scanner, props) => {
    const { words } = bare(scanner, 'capability', readTerms(scanner, 'capability'));
    const names = words.map(({ text, at }) => {
      const name = text.toUpperCase();
      if (text !== text.toLowerCase() || !Object.hasOwn(Capability, name))
        scanner.fail(`capability ${quote(text)} is unknown: write its name in lower case and without cap_`, at);
      return name as Capability;
    });
    return new CapabilityRule({ ...props, capabilities: names.length === 0 ? undefined : names });
  },
  network: readNetwork,
  unix: (scanner, props) => {
    const terms = readTerms(scanner, 'unix', [...SENT, ...SOCKET_ACCESS]);
    noWords(scanner, 'unix', terms);
    const { type, addr } = singleValues(scanner, 'unix', terms.conditions, ['type', 'addr']);
    const peer = singleValues(scanner, 'unix', terms.peer, ['addr', 'label']);
    return new UnixRule({
      ...props,
      access: access<AppArmorUnixAccess>(terms, MESSAGES),
      type: type as AppArmorSocketType | undefined,
      address: addr,
      peerAddress: peer['addr'],
      peerLabel: peer['label'],
    });
  },
  dbus: (scanner, props) => {
    const terms = readTerms(scanner, 'dbus', [...SENT, 'bind', 'eavesdrop']);
    noWords(scanner, 'dbus', terms);
    const names = ['bus', 'path', 'interface', 'member', 'name'];
    const peer = singleValues(scanner, 'dbus', terms.peer, ['name', 'label']);
    return new DbusRule({
      ...props,
      ...singleValues(scanner, 'dbus', terms.conditions, names),
      access: access<AppArmorDbusAccess>(terms, MESSAGES),
      peerName: peer['name'],
      peerLabel: peer['label'],
    });
  },
  signal: (scanner, props) => {
    const terms = readTerms(scanner, 'signal', SENT);
    noWords(scanner, 'signal', terms);
    noPeerList(scanner, 'signal', terms);
    const sets = terms.conditions.filter(({ name, among }) => name === 'set' && !among);
    const others = terms.conditions.filter((each) => !sets.includes(each));
    const signals = sets.flatMap(({ values }) => values.map(({ text }) => text));
    const realtime = signals.flatMap((signal) => /^rtmin\+(\d{1,2})$/.exec(signal)?.[1] ?? []);
    const named = signals.filter((signal) => !/^rtmin\+\d{1,2}$/.test(signal));
    return new SignalRule({
      ...props,
      access: access<AppArmorSignalAccess>(terms, MESSAGES),
      signals: named.length === 0 ? undefined : (named as AppArmorSignal[]),
      realtimeSignals: realtime.length === 0 ? undefined : realtime.map(Number),
      peer: singleValues(scanner, 'signal', others, ['peer'])['peer'],
    });
  },
  ptrace: (scanner, props) => {
    const terms = readTerms(scanner, 'ptrace', ['read', 'write', 'trace', 'readby', 'tracedby', 'r', 'w', 'rw', 'wr']);
    noWords(scanner, 'ptrace', terms);
    noPeerList(scanner, 'ptrace', terms);
    const { peer } = singleValues(scanner, 'ptrace', terms.conditions, ['peer']);
    return new PtraceRule({ ...props, access: access<AppArmorPtraceAccess>(terms, TRACES), peer });
  },
  mount: (scanner, props) => {
    const terms = mountTerms(scanner, 'mount');
    const [source, ...more] = terms.words;
    if (more[0] !== undefined) scanner.fail('a mount rule has its mount point behind ->', more[0].at);
    const conditions = mountConditions(scanner, 'mount', terms.conditions);
    return new MountRule({ ...props, ...conditions, source: source?.text, mountPoint: terms.target?.text });
  },
  remount: (scanner, props) => new RemountRule({ ...props, ...readMountPoint(scanner, 'remount') }),
  umount: (scanner, props) => new UmountRule({ ...props, ...readMountPoint(scanner, 'umount') }),
  unmount: (scanner, props) => new UmountRule({ ...props, ...readMountPoint(scanner, 'umount') }),
  pivot_root: (scanner, props) => {
    const terms = mountTerms(scanner, 'pivot_root');
    const [newRoot, ...more] = terms.words;
    if (more[0] !== undefined) scanner.fail('a pivot_root rule has one new root', more[0].at);
    const { oldroot } = singleValues(scanner, 'pivot_root', terms.conditions, ['oldroot']);
    return new PivotRootRule({ ...props, newRoot: newRoot?.text, oldRoot: oldroot, target: terms.target?.text });
  },
  change_profile: (scanner, props) => {
    scanner.skipSpace();
    const mode = scanner.match(/(safe|unsafe)(?=[\s])/y)?.[1];
    const at = scanner.at;
    const { words, target } = plainWords(scanner, 'change_profile');
    const [exec, ...more] = words;
    if (more[0] !== undefined)
      scanner.fail('a change_profile rule has one path, and the profile behind ->', more[0].at);
    if (mode !== undefined && exec === undefined) scanner.fail(`${mode} is about an execution: name its path`, at);
    return new ChangeProfileRule({
      ...props,
      exec: exec?.text,
      target: target?.text,
      keepEnvironment: mode === 'unsafe',
    });
  },
  mqueue: (scanner, props) => {
    const accesses = ['read', 'write', 'create', 'open', 'delete', 'getattr', 'setattr', 'r', 'w', 'rw', 'wr'];
    const terms = readTerms(scanner, 'mqueue', accesses);
    noPeerList(scanner, 'mqueue', terms);
    const [name, ...more] = terms.words;
    if (more[0] !== undefined) scanner.fail('a mqueue rule has one queue', more[0].at);
    const { type, label } = singleValues(scanner, 'mqueue', terms.conditions, ['type', 'label']);
    return new MqueueRule({
      ...props,
      access: access<AppArmorMqueueAccess>(terms, QUEUES),
      type: type as AppArmorMqueueType | undefined,
      name: name?.text,
      label,
    });
  },
  io_uring: (scanner, props) => {
    const terms = readTerms(scanner, 'io_uring', ['sqpoll', 'override_creds']);
    noWords(scanner, 'io_uring', terms);
    const { label } = singleValues(scanner, 'io_uring', [...terms.conditions, ...terms.peer], ['label']);
    return new IoUringRule({ ...props, access: access<AppArmorIoUringAccess>(terms, {}), label });
  },
  userns: (scanner, props) => {
    const terms = readTerms(scanner, 'userns', ['create']);
    bare(scanner, 'userns', terms);
    noWords(scanner, 'userns', {
      ...terms,
      words: [...terms.words, ...terms.access.filter((w) => w.text !== 'create')],
    });
    return new UsernsRule(props);
  },
  all: (scanner, props) => {
    scanner.skipSpace();
    scanner.expect(',', 'an all rule');
    return new AllRule(props);
  },
};

/** Words with which rules begin that have conditions or none, not files. */
export const RULE_WORDS: ReadonlySet<string> = new Set([...Object.keys(MAKERS), 'set', 'link', 'file']);

/** Reads the rest of a rule behind its first word, or a rule on files from its beginning if there is no word. */
export function readRule(word: string | undefined, start: number, context: RuleContext): AppArmorRule {
  const { scanner, qualifiers, version } = context;
  const { owner, allow, ...common } = qualifiers;
  const props: ReadProps = { ...common, comment: context.comment, _allow: allow, _asRead: true };
  const maker = word !== undefined && Object.hasOwn(MAKERS, word) ? MAKERS[word] : undefined;
  try {
    const rule =
      maker !== undefined
        ? maker(scanner, props)
        : word === 'set'
          ? readRlimit(scanner, context)
          : word === 'link'
            ? readLinkRule(scanner, { ...props, owner })
            : readFileRule(scanner, { ...props, owner }, word === 'file');
    if (owner && maker !== undefined)
      scanner.fail(`owner is for files and links, and this is a rule on ${word}`, start);
    const late = versionProblem(rule, version);
    if (late !== undefined) scanner.fail(late, start);
    return rule;
  } catch (error) {
    if (error instanceof InputError && error.subject.startsWith('AppArmor '))
      scanner.fail(error.problems.join('; '), start);
    throw error;
  }
}

function readNetwork(scanner: Scanner, props: ReadProps): AppArmorRule {
  const terms = readTerms(scanner, 'network', [...SENT, ...SOCKET_ACCESS]);
  const [first, second, third] = terms.words;
  if (third !== undefined) scanner.fail('a network rule has a family, and a type or a protocol', third.at);
  if (terms.target !== undefined) scanner.fail('a network rule has no ->', terms.target.at);
  for (const { quoted, at } of terms.words) if (quoted) scanner.fail('words of a network rule have no quotes', at);
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
    access: access<AppArmorNetworkAccess>(terms, MESSAGES),
    family: hasFamily ? (first?.text as AppArmorSocketFamily) : undefined,
    type: isType ? (kind?.text as AppArmorSocketType) : undefined,
    protocol: isType ? undefined : (kind?.text as AppArmorProtocol | undefined),
    address: local['ip'],
    port: local['port'],
    peerAddress: peer['ip'],
    peerPort: peer['port'],
  });
}

function isOneOf(word: string | undefined, words: { readonly [key: string]: string }): boolean {
  return word !== undefined && Object.values(words).includes(word);
}

/** Words and a target, where a word may hold anything. */
function plainWords(scanner: Scanner, rule: string): { readonly words: Word[]; readonly target?: Word } {
  const words: Word[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.take(',')) return { words };
    if (scanner.take('->')) break;
    words.push(scanner.word() ?? scanner.fail(`a ${rule} rule ends with a comma, got ${scanner.shown}`));
  }
  scanner.skipSpace();
  const target = scanner.word() ?? scanner.fail(`-> leads to a profile, got ${scanner.shown}`);
  scanner.skipSpace();
  scanner.expect(',', `a ${rule} rule`);
  return { words, target };
}

/** Accesses by their own names; undefined for all. */
function access<Access extends string>(terms: Terms, forms: AccessWords): Access[] | undefined {
  const words = terms.access.flatMap(({ text }) => (/^(rw|wr)$/.test(text) ? ['r', 'w'] : [text]));
  return words.length === 0
    ? undefined
    : [...new Set(words.map((word) => (Object.hasOwn(forms, word) ? forms[word] : undefined) ?? word))].map(
        (w) => w as Access,
      );
}

function mountTerms(scanner: Scanner, rule: string): Terms {
  const terms = readTerms(scanner, rule);
  if (terms.access[0] !== undefined) scanner.fail(`a ${rule} rule has no list of accesses`, terms.access[0].at);
  noPeerList(scanner, rule, terms, true);
  return terms;
}

function readMountPoint(
  scanner: Scanner,
  rule: string,
): AppArmorMountConditions & { readonly mountPoint: string | undefined } {
  const terms = mountTerms(scanner, rule);
  const [mountPoint, ...more] = terms.words;
  const stray = more[0] ?? terms.target;
  if (stray !== undefined) scanner.fail(`a ${rule} rule has one mount point`, stray.at);
  return { ...mountConditions(scanner, rule, terms.conditions), mountPoint: mountPoint?.text };
}

/** What is given several times adds up, as it does for the parser. */
function mountConditions(scanner: Scanner, rule: string, all: ReadonlyArray<Condition>): AppArmorMountConditions {
  const of = (test: (each: Condition) => boolean): string[] | undefined => {
    const values = all.filter(test).flatMap(({ values }) => values.map(({ text }) => text));
    return values.length === 0 ? undefined : values;
  };
  const isOption = ({ name }: Condition): boolean => name === 'options' || name === 'option';
  const isType = ({ name }: Condition): boolean => name === 'fstype' || name === 'vfstype';
  const odd = all.find((each) => !isOption(each) && !isType(each));
  if (odd !== undefined)
    scanner.fail(`a ${rule} rule has no condition ${quote(odd.name)}: use fstype or options`, odd.at);
  const empty = all.find(({ values }) => values.length === 0);
  if (empty !== undefined) scanner.fail(`condition ${quote(empty.name)} is empty: leave it out for any`, empty.at);
  return {
    options: optionsOf(of((each) => isOption(each) && !each.among)),
    optionsAmong: optionsOf(of((each) => isOption(each) && each.among)),
    fileSystems: of(isType),
  };
}

function optionsOf(words: ReadonlyArray<string> | undefined): AppArmorMountOption[] | undefined {
  return words?.map(
    (word) =>
      ((Object.hasOwn(OPTION_FORMS, word) ? OPTION_FORMS[word] : undefined) ??
        word.replace(/^make-/, '')) as AppArmorMountOption,
  );
}

function bare(scanner: Scanner, rule: string, terms: Terms): Terms {
  const [condition] = [...terms.conditions, ...terms.peer];
  if (condition !== undefined) scanner.fail(`a ${rule} rule has no conditions`, condition.at);
  if (terms.target !== undefined) scanner.fail(`a ${rule} rule has no ->`, terms.target.at);
  return terms;
}

function noWords(scanner: Scanner, rule: string, { words, target }: Terms): void {
  const stray = words[0] ?? target;
  if (stray !== undefined)
    scanner.fail(`a ${rule} rule has no word ${quote(stray.text)} here: put several accesses in parentheses`, stray.at);
}

function noPeerList(scanner: Scanner, rule: string, terms: Terms, withTarget = false): void {
  if (terms.peer[0] !== undefined) scanner.fail(`peer of a ${rule} rule is a name and no list`, terms.peer[0].at);
  if (!withTarget && terms.target !== undefined) scanner.fail(`a ${rule} rule has no ->`, terms.target.at);
}
