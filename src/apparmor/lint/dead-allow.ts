import { Severity } from '../../diagnostics/severity';
import { covers } from '../glob/glob-cover';
import type { AppArmorRule } from '../rule';
import { CapabilityRule } from '../rules/capability-rule';
import { FileRule } from '../rules/file-rule';
import { MountPointRule } from '../rules/mount-point-rule';
import { MountRule } from '../rules/mount-rule';
import { NetworkRule } from '../rules/network-rule';
import { wins } from './file-access';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { PlacedRule } from './placed-rule';
import type { LintSubject } from './subject';

/** Finds an allow rule that a deny rule overrides. */
export const deadAllow: AppArmorLint = {
  id: 'dead-allow',
  severity: Severity.HIGH,
  title: 'a deny rule overrides an allow rule',
  rationale:
    'A deny rule overrides every allow rule for the same access, even a more specific one, whatever their order. The parser does not warn about it. The program fails, and the log shows nothing.',
  check: (profile) => [...files(profile), ...others(profile)],
  good: 'deny /data/secret/** w,\n/data/** rw,\ncapability chown,\ndeny capability sys_admin,',
  bad: 'deny /** w,\nowner /data/** rw,',
};

function files({ files }: LintSubject): AppArmorMark[] {
  return files.allows.flatMap((allow): AppArmorMark[] => {
    const dead = files.deadLetters(allow);
    const [deny] = dead.values();
    if (deny === undefined) return [];
    const left = files.effective(allow);
    const lost = [...dead.keys()].join('');
    return [
      {
        line: allow.line,
        message: `${allow.rule.render()} does not allow ${quoted(lost)}: ${deny.rule.render()} on line ${deny.line} denies it for all these files${left.length > 0 ? `, so only ${quoted(left.join(''))} is left` : ''}`,
        fix: 'narrow the deny rule, or remove the allow rule: what no rule allows is denied anyway',
      },
    ];
  });
}

function quoted(letters: string): string {
  return `"${letters}"`;
}

function others(profile: LintSubject): AppArmorMark[] {
  const rules = profile.rules.filter(({ rule }) => !(rule instanceof FileRule));
  const byKind = new Map<string, Map<string, PlacedRule>>();
  for (const placed of rules.filter(({ rule }) => rule.denies)) {
    const denies = byKind.get(placed.rule.kind) ?? new Map<string, PlacedRule>();
    const text = placed.rule.render();
    if (!denies.has(text)) denies.set(text, placed);
    byKind.set(placed.rule.kind, denies);
  }
  return rules.flatMap(({ rule, line }): AppArmorMark[] => {
    if (rule.denies) return [];
    const deny = firstOverriding(byKind.get(rule.kind)?.values() ?? [], rule, profile);
    if (deny === undefined) return [];
    return [
      {
        line,
        message: `${rule.render()} does not allow what ${deny.rule.render()} on line ${deny.line} denies`,
        fix: 'narrow the deny rule, or remove the allow rule: what no rule allows is denied anyway',
      },
    ];
  });
}

/** Steps for comparing two rules, whose texts may be long. */
const STEPS_OF_A_PAIR = 20;

function firstOverriding(
  denies: Iterable<PlacedRule>,
  allow: AppArmorRule,
  profile: LintSubject,
): PlacedRule | undefined {
  for (const deny of denies) {
    if (!profile.budget.spend(STEPS_OF_A_PAIR)) return undefined;
    if (wins(deny.rule, allow) && overrides(deny.rule, allow, profile)) return deny;
  }
  return undefined;
}

function overrides(deny: AppArmorRule, allow: AppArmorRule, profile: LintSubject): boolean {
  // a rule such as "deny mount," has no condition
  if (deny._text() === String(deny.kind) || deny._text() === allow._text()) return true;
  if (deny instanceof CapabilityRule && allow instanceof CapabilityRule)
    return allow.capabilities.some((each) => deny.capabilities.includes(each));
  if (deny instanceof NetworkRule && allow instanceof NetworkRule) return coversNetwork(deny, allow);
  if (deny instanceof MountRule && allow instanceof MountRule) {
    return (
      coversConditions(deny, allow) &&
      coversGlob(deny.source, allow.source, profile) &&
      coversGlob(deny.mountPoint, allow.mountPoint, profile)
    );
  }
  if (deny instanceof MountPointRule && allow instanceof MountPointRule)
    return coversConditions(deny, allow) && coversGlob(deny.mountPoint, allow.mountPoint, profile);
  return false;
}

function coversNetwork(deny: NetworkRule, allow: NetworkRule): boolean {
  const same = (a?: string, b?: string): boolean => a === undefined || a === b;
  const access = deny.access.length === 0 || isWithin(allow.access, deny.access);
  const ends = (['address', 'port', 'peerAddress', 'peerPort'] as const).every((key) => same(deny[key], allow[key]));
  return (
    access &&
    ends &&
    same(deny.family, allow.family) &&
    same(deny.type, allow.type) &&
    same(deny.protocol, allow.protocol)
  );
}

function isWithin(some: ReadonlyArray<string>, all: ReadonlyArray<string>): boolean {
  return some.length > 0 && some.every((each) => all.includes(each));
}

interface Conditions {
  readonly options?: string[];
  readonly optionsAmong?: string[];
  readonly fileSystems?: string[];
}

function coversConditions(deny: Conditions, allow: Conditions): boolean {
  const same = (a?: string[], b?: string[]): boolean =>
    a === undefined || (b !== undefined && [...a].sort().join() === [...b].sort().join());
  const types =
    deny.fileSystems === undefined || allow.fileSystems?.every((each) => deny.fileSystems?.includes(each)) === true;
  return types && same(deny.options, allow.options) && same(deny.optionsAmong, allow.optionsAmong);
}

function coversGlob(deny: string | undefined, allow: string | undefined, profile: LintSubject): boolean {
  if (deny === undefined) return true;
  if (allow === undefined) return false;
  const [outer, inner] = [profile.glob(deny), profile.glob(allow)];
  return outer !== undefined && inner !== undefined && covers(outer, inner, profile.budget) === true;
}
