import { Severity } from '../../diagnostics/severity';
import { AppArmorPtraceAccess as Access, PtraceRule } from '../rules/ptrace-rule';
import type { AppArmorLint } from './lint';

/** Processes under other profiles may be traced. */
export const tracesOthers: AppArmorLint = {
  id: 'traces-others',
  severity: Severity.MEDIUM,
  title: 'processes under other profiles may be traced',
  rationale:
    'Tracing is taking over. Without a peer it reaches every process that the container sees, unconfined ones too.',
  check: (profile) =>
    profile
      .of(PtraceRule)
      .filter(({ rule }) => !rule.denies && (rule.access.length === 0 || rule.access.includes(Access.TRACE)))
      .filter(({ rule }) => rule.peer === undefined || profile.matches(rule.peer, 'unconfined'))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} lets processes be traced that are not under this profile`,
        fix: 'add peer=@{profile_name}, or leave read alone',
      })),
  good: 'ptrace (read, trace) peer=@{profile_name},',
  bad: 'ptrace,',
};
