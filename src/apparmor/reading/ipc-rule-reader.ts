import { DbusRule } from '../rules/dbus-rule';
import type { AppArmorDbusAccess } from '../rules/dbus-rule';
import { MqueueRule } from '../rules/mqueue-rule';
import type { AppArmorMqueueAccess, AppArmorMqueueType } from '../rules/mqueue-rule';
import { PtraceRule } from '../rules/ptrace-rule';
import type { AppArmorPtraceAccess } from '../rules/ptrace-rule';
import { SignalRule } from '../rules/signal-rule';
import type { AppArmorSignal, AppArmorSignalAccess } from '../rules/signal-rule';
import { accessOf, MESSAGE_WORDS, MESSAGES } from './access-words';
import type { AccessWords } from './access-words';
import type { ReadProps } from './rule-context';
import type { Scanner } from './scanner';
import { readTerms, rejectPeerList, rejectTarget, rejectWords, singleValues } from './terms';

const TRACES: AccessWords = { r: 'read', w: 'trace', write: 'trace' };
const QUEUES: AccessWords = { r: 'read', w: 'write' };

/** Reads the rest of a rule on D-Bus messages, after `dbus`. */
export function readDbus(scanner: Scanner, props: ReadProps): DbusRule {
  const terms = readTerms(scanner, 'dbus', [...MESSAGE_WORDS, 'bind', 'eavesdrop']);
  rejectWords(scanner, 'dbus', terms);
  const names = ['bus', 'path', 'interface', 'member', 'name'];
  const peer = singleValues(scanner, 'dbus', terms.peer, ['name', 'label']);
  return new DbusRule({
    ...props,
    ...singleValues(scanner, 'dbus', terms.conditions, names),
    access: accessOf<AppArmorDbusAccess>(terms, MESSAGES),
    peerName: peer['name'],
    peerLabel: peer['label'],
  });
}

/** Reads the rest of a rule on signals, after `signal`. */
export function readSignal(scanner: Scanner, props: ReadProps): SignalRule {
  const terms = readTerms(scanner, 'signal', MESSAGE_WORDS);
  rejectWords(scanner, 'signal', terms);
  rejectPeerList(scanner, 'signal', terms);
  const sets = terms.conditions.filter(({ name, among }) => name === 'set' && !among);
  const others = terms.conditions.filter((each) => !sets.includes(each));
  const signals = sets.flatMap(({ values }) => values.map(({ text }) => text));
  const realtime = signals.flatMap((signal) => /^rtmin\+(\d{1,2})$/.exec(signal)?.[1] ?? []);
  const named = signals.filter((signal) => !/^rtmin\+\d{1,2}$/.test(signal));
  return new SignalRule({
    ...props,
    access: accessOf<AppArmorSignalAccess>(terms, MESSAGES),
    signals: named.length === 0 ? undefined : (named as AppArmorSignal[]),
    realtimeSignals: realtime.length === 0 ? undefined : realtime.map(Number),
    peer: singleValues(scanner, 'signal', others, ['peer'])['peer'],
  });
}

/** Reads the rest of a rule on tracing, after `ptrace`. */
export function readPtrace(scanner: Scanner, props: ReadProps): PtraceRule {
  const terms = readTerms(scanner, 'ptrace', ['read', 'write', 'trace', 'readby', 'tracedby', 'r', 'w', 'rw', 'wr']);
  rejectWords(scanner, 'ptrace', terms);
  rejectPeerList(scanner, 'ptrace', terms);
  const { peer } = singleValues(scanner, 'ptrace', terms.conditions, ['peer']);
  return new PtraceRule({ ...props, access: accessOf<AppArmorPtraceAccess>(terms, TRACES), peer });
}

/** Reads the rest of a rule on message queues, after `mqueue`. */
export function readMqueue(scanner: Scanner, props: ReadProps): MqueueRule {
  const accesses = ['read', 'write', 'create', 'open', 'delete', 'getattr', 'setattr', 'r', 'w', 'rw', 'wr'];
  const terms = readTerms(scanner, 'mqueue', accesses);
  rejectPeerList(scanner, 'mqueue', terms);
  rejectTarget(scanner, 'mqueue', terms);
  const [name, ...more] = terms.words;
  if (more[0] !== undefined) scanner.fail('a mqueue rule can have only one queue', more[0].at);
  const { type, label } = singleValues(scanner, 'mqueue', terms.conditions, ['type', 'label']);
  return new MqueueRule({
    ...props,
    access: accessOf<AppArmorMqueueAccess>(terms, QUEUES),
    type: type as AppArmorMqueueType | undefined,
    name: name?.text,
    label,
  });
}
