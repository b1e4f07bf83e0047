import { InputError, quote } from '../../diagnostics/input-error';
import { Capability } from '../../host/capability';
import type { AppArmorRule } from '../rule';
import { versionProblem } from '../rule';
import { AllRule } from '../rules/all-rule';
import { CapabilityRule } from '../rules/capability-rule';
import { ChangeProfileRule } from '../rules/change-profile-rule';
import { IoUringRule } from '../rules/io-uring-rule';
import type { AppArmorIoUringAccess } from '../rules/io-uring-rule';
import { UsernsRule } from '../rules/userns-rule';
import { accessOf } from './access-words';
import { readFileRule, readLinkRule } from './file-rule-reader';
import { readDbus, readMqueue, readPtrace, readSignal } from './ipc-rule-reader';
import { readMount, readPivotRoot, readRemount, readUmount } from './mount-rule-reader';
import { readRlimit } from './rlimit-reader';
import type { ReadProps, RuleContext } from './rule-context';
import type { Scanner, Word } from './scanner';
import { readNetwork, readUnix } from './socket-rule-reader';
import { readTerms, rejectConditions, rejectTarget, rejectWords, singleValues } from './terms';

type RuleReader = (scanner: Scanner, props: ReadProps) => AppArmorRule;

/** Reader of each kind of rule, by the rule's first word. */
const READERS: { readonly [word: string]: RuleReader } = {
  network: readNetwork,
  unix: readUnix,
  dbus: readDbus,
  signal: readSignal,
  ptrace: readPtrace,
  mqueue: readMqueue,
  mount: readMount,
  remount: readRemount,
  umount: readUmount,
  unmount: readUmount,
  pivot_root: readPivotRoot,
  capability: (scanner, props) => {
    const terms = readTerms(scanner, 'capability');
    rejectConditions(scanner, 'capability', terms);
    rejectTarget(scanner, 'capability', terms);
    const names = terms.words.map(({ text, at }) => {
      const name = text.toUpperCase();
      if (text !== text.toLowerCase() || !Object.hasOwn(Capability, name))
        scanner.fail(`capability ${quote(text)} is unknown: write its name in lower case and without cap_`, at);
      return name as Capability;
    });
    return new CapabilityRule({ ...props, capabilities: names.length === 0 ? undefined : names });
  },
  change_profile: (scanner, props) => {
    scanner.skipSpace();
    const mode = scanner.match(/(safe|unsafe)(?=[\s])/y)?.[1];
    const at = scanner.at;
    const { words, target } = plainWords(scanner, 'change_profile');
    const [exec, ...more] = words;
    if (more[0] !== undefined)
      scanner.fail('a change_profile rule can have one path, and the profile after ->', more[0].at);
    if (mode !== undefined && exec === undefined) scanner.fail(`${mode} applies to an execution: add its path`, at);
    return new ChangeProfileRule({
      ...props,
      exec: exec?.text,
      target: target?.text,
      keepEnvironment: mode === 'unsafe',
    });
  },
  io_uring: (scanner, props) => {
    const terms = readTerms(scanner, 'io_uring', ['sqpoll', 'override_creds']);
    rejectWords(scanner, 'io_uring', terms);
    const { label } = singleValues(scanner, 'io_uring', [...terms.conditions, ...terms.peer], ['label']);
    return new IoUringRule({ ...props, access: accessOf<AppArmorIoUringAccess>(terms, {}), label });
  },
  userns: (scanner, props) => {
    const terms = readTerms(scanner, 'userns', ['create']);
    rejectConditions(scanner, 'userns', terms);
    rejectTarget(scanner, 'userns', terms);
    const others = terms.access.filter(({ text }) => text !== 'create');
    rejectWords(scanner, 'userns', { words: [...terms.words, ...others] });
    return new UsernsRule(props);
  },
  all: (scanner, props) => {
    scanner.skipSpace();
    scanner.expect(',', 'an all rule');
    return new AllRule(props);
  },
};

/** First words of rules, except those of a rule that begins with a path or its permissions. */
export const RULE_WORDS: ReadonlySet<string> = new Set([...Object.keys(READERS), 'set', 'link', 'file']);

/** Reads the rest of a rule after its first word, or a whole rule on files without a first word. */
export function readRule(word: string | undefined, start: number, context: RuleContext): AppArmorRule {
  const { scanner, qualifiers, version } = context;
  const { owner, allow, ...common } = qualifiers;
  const props: ReadProps = { ...common, comment: context.comment, _allow: allow, _asRead: true };
  const reader = word !== undefined && Object.hasOwn(READERS, word) ? READERS[word] : undefined;
  try {
    const rule =
      reader !== undefined
        ? reader(scanner, props)
        : word === 'set'
          ? readRlimit(scanner, context)
          : word === 'link'
            ? readLinkRule(scanner, { ...props, owner })
            : readFileRule(scanner, { ...props, owner }, word === 'file');
    if (owner && reader !== undefined)
      scanner.fail(`owner is only for rules on files and links, not for ${word} rules`, start);
    const late = versionProblem(rule, version);
    if (late !== undefined) scanner.fail(late, start);
    return rule;
  } catch (error) {
    if (error instanceof InputError && error.subject.startsWith('AppArmor '))
      scanner.fail(error.problems.join('; '), start);
    throw error;
  }
}

/** Reads words and a target. A word can contain any character. */
function plainWords(scanner: Scanner, rule: string): { readonly words: Word[]; readonly target?: Word } {
  const words: Word[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.take(',')) return { words };
    if (scanner.take('->')) break;
    words.push(scanner.word() ?? scanner.fail(`a ${rule} rule must end with a comma, got ${scanner.shown}`));
  }
  scanner.skipSpace();
  const target = scanner.word() ?? scanner.fail(`-> must be followed by a profile, got ${scanner.shown}`);
  scanner.skipSpace();
  scanner.expect(',', `a ${rule} rule`);
  return { words, target };
}
