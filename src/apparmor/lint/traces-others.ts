import { Severity } from '../../diagnostics/severity';
import { AppArmorPtraceAccess as Access, PtraceRule } from '../rules/ptrace-rule';
import type { AppArmorLint } from './lint';

/** Finds a rule that allows tracing processes under other profiles. */
export const tracesOthers: AppArmorLint = {
  id: 'traces-others',
  severity: Severity.MEDIUM,
  title: 'a rule allows tracing processes under other profiles',
  rationale:
    'A process that traces another process controls it. Without a peer, the rule applies to every process that the container sees, including unconfined ones.',
  check: (profile) =>
    profile
      .of(PtraceRule)
      .filter(({ rule }) => !rule.denies && (rule.access.length === 0 || rule.access.includes(Access.TRACE)))
      .filter(({ rule }) => rule.peer === undefined || profile.matches(rule.peer, 'unconfined'))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} allows tracing processes that are not under this profile`,
        fix: 'add peer=@{profile_name}, or allow only read',
      })),
  good: 'ptrace (read, trace) peer=@{profile_name},',
  bad: 'ptrace,',
};
