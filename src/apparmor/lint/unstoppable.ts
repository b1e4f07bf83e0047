import { Severity } from '../../diagnostics/severity';
import { AppArmorSignal as Signal, AppArmorSignalAccess as Access, SignalRule } from '../rules/signal-rule';
import type { AppArmorLint } from './lint';
import type { LintSubject } from './subject';

const STOPPING = [Signal.TERM, Signal.KILL];

/** Finds a profile that denies the signals of the runtime. */
export const unstoppable: AppArmorLint = {
  id: 'unstoppable',
  severity: Severity.MEDIUM,
  title: 'the runtime cannot stop the container',
  rationale:
    'A process receives signals from unconfined processes only if its profile allows it. The base abstraction allows it. Without that, the container keeps running when its pod is deleted.',
  check: (profile) => {
    if (profile.includes.includes('abstractions/base')) return [];
    const missing = STOPPING.filter((signal) => !receives(profile, signal));
    if (missing.length === 0) return [];
    const others = profile.includes.some((path) => path.startsWith('abstractions/'));
    return [
      {
        line: profile.line,
        // another abstraction may include the base
        ...(others && { severity: Severity.LOW }),
        message: `no rule allows receiving ${missing.join(' and ')} from unconfined processes, and abstractions/base is not included`,
        fix: 'add signal (receive) peer=unconfined,',
      },
    ];
  },
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  signal (receive) peer=unconfined,\n}',
  bad: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  /bin/app mrix,\n}',
};

function receives(profile: LintSubject, signal: Signal): boolean {
  const rules = profile
    .of(SignalRule)
    .filter(
      ({ rule }) =>
        (rule.access.length === 0 || rule.access.includes(Access.RECEIVE)) &&
        (rule.signals.length + rule.realtimeSignals.length === 0 || rule.signals.includes(signal)) &&
        (rule.peer === undefined || profile.matches(rule.peer, 'unconfined')),
    );
  return rules.some(({ rule }) => !rule.denies) && !rules.some(({ rule }) => rule.denies);
}
