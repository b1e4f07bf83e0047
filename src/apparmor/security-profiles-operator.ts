import {
  AppArmorProfile as AppArmorProfileObject,
  AppArmorProfileSpecMode,
  type AppArmorProfileSpec,
} from '../../imports/apparmor-security-profiles-operator.x-k8s.io';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { AppArmorFlag } from './flag';
import type { Glob } from './glob/glob';
import { parseGlob } from './glob/glob';
import { overlap } from './glob/glob-overlap';
import { KEPT_BY_OPERATOR, PATH_OF_OPERATOR } from './operator-profile-text';
import type { AppArmorProfile } from './profile';
import type { AppArmorRule } from './rule';
import { AppArmorRuleKind, distinct } from './rule';
import { CapabilityRule } from './rules/capability-rule';
import { Capability } from '../host/capability';
import { FileRule } from './rules/file-rule';
import { AppArmorProtocol, AppArmorSocketType, NetworkRule } from './rules/network-rule';
import type { Variables } from './variables';
import { declareVariables, expand } from './variables';

/**
 * Returns the profile as an object of the Security Profiles Operator: `AppArmorProfile`, security-profiles-operator.x-k8s.io/v1,
 * cluster-scoped.
 *
 * The object contains lists of paths, capabilities and protocols, from which the operator writes its own profile on each node.
 * Rules that the lists cannot express exactly are rejected, never dropped or widened. Entries that the operator's own deny rules
 * would override are rejected, too: it denies writing to all `readOnlyPaths`, and reading from all `writeOnlyPaths`.
 *
 * The operator's text contains no comments and no `abi` line.
 *
 * @throws {@link InputError} if the operator does not support a part of the profile
 * @see https://github.com/kubernetes-sigs/security-profiles-operator
 * @internal
 */
export function securityProfilesOperatorManifest(profile: AppArmorProfile): Record<string, unknown> {
  const entries = profile.rules.map((rule) => place(rule));
  const problems = [
    ...profileProblems(profile),
    ...entries.flatMap((entry) => ('problem' in entry ? [entry.problem] : [])),
    ...selfDefeats(profile, entries),
  ];
  if (problems.length > 0)
    throw new InputError(
      `AppArmorProfile ${quote(profile.name)} for the Security Profiles Operator`,
      distinct(problems),
    );

  const into = (list: List): string[] =>
    distinct(entries.flatMap((entry) => ('list' in entry && entry.list === list ? entry.values : [])));
  const protocols = into('protocols');
  const spec: AppArmorProfileSpec = {
    mode: profile.flags.includes(AppArmorFlag.COMPLAIN)
      ? AppArmorProfileSpecMode.COMPLAIN
      : AppArmorProfileSpecMode.ENFORCE,
    abstract: withoutEmpty({
      executable: withoutEmpty({
        allowedExecutables: into('allowedExecutables'),
        allowedLibraries: into('allowedLibraries'),
      }),
      filesystem: withoutEmpty({
        readOnlyPaths: into('readOnlyPaths'),
        writeOnlyPaths: into('writeOnlyPaths'),
        readWritePaths: into('readWritePaths'),
      }),
      network:
        protocols.length === 0
          ? {}
          : {
              allowRaw: protocols.includes('raw'),
              allowedProtocols: { allowTcp: protocols.includes('tcp'), allowUdp: protocols.includes('udp') },
            },
      capability: withoutEmpty({ allowedCapabilities: into('allowedCapabilities') }),
    }),
  };
  return AppArmorProfileObject.manifest({ metadata: { name: profile.name }, spec }) as Record<string, unknown>;
}

type PathList = 'allowedExecutables' | 'allowedLibraries' | 'readOnlyPaths' | 'writeOnlyPaths' | 'readWritePaths';
type List = PathList | 'allowedCapabilities' | 'protocols';

/** List that contains a rule. A rule that the operator always writes is in no list. */
type Entry =
  | { readonly list: List; readonly values: string[]; readonly glob?: Glob; readonly rule: AppArmorRule }
  | { readonly problem: string }
  | { readonly kept: AppArmorRule };

const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const FLAGS: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED];
const MODES: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ENFORCE, AppArmorFlag.COMPLAIN];

const LISTS: { readonly [permissions: string]: PathList } = {
  r: 'readOnlyPaths',
  wlk: 'writeOnlyPaths',
  rwlk: 'readWritePaths',
  mr: 'allowedLibraries',
  rix: 'allowedExecutables',
  // an inherited execution always maps its file
  mrix: 'allowedExecutables',
};

// the operator cannot allow these, so its profiles always deny them
const NEVER_ALLOWED: ReadonlyArray<AppArmorRuleKind> = [
  AppArmorRuleKind.MOUNT,
  AppArmorRuleKind.REMOUNT,
  AppArmorRuleKind.UMOUNT,
  AppArmorRuleKind.PIVOT_ROOT,
  AppArmorRuleKind.CHANGE_PROFILE,
];

// paths of abstractions/base, which the operator always includes; those for reading are approximate
const BASE_WRITES: ReadonlyArray<string> = ['/dev/{full,log,null,zero}', '@{run}/systemd/journal/*'];
const BASE_READS: ReadonlyArray<string> = [
  '/dev/{full,null,random,urandom,zero}',
  '/{usr/,}lib{,32,64}/**',
  '/usr/share/**',
  '@{etc_ro}/{ld.so.*,locale**}',
  '@{PROC}/**',
  '@{sys}/**',
];

function place(rule: AppArmorRule): Entry {
  if (rule.audit) return without(rule, 'the operator has no audit rules');
  if (rule.denies) return placeRefusal(rule);
  if (rule instanceof FileRule) return placeFile(rule);
  if (rule instanceof NetworkRule) return placeNetwork(rule);
  if (rule instanceof CapabilityRule) return placeCapability(rule);
  return without(rule, `the operator has no ${rule.kind} rules`);
}

function placeRefusal(rule: AppArmorRule): Entry {
  if (NEVER_ALLOWED.includes(rule.kind) || KEPT_BY_OPERATOR.includes(rule.render())) return { kept: rule };
  if (rule instanceof NetworkRule && rule._text() === 'network raw')
    return { list: 'protocols', values: ['no raw'], rule };
  return without(rule, 'the operator has no deny rules');
}

function placeFile(rule: FileRule): Entry {
  if (rule.owner) return without(rule, 'the operator has no owner rules');
  if (rule.exec !== undefined && rule.exec.mode !== 'ix')
    return without(rule, 'the operator only has executions that inherit the profile');
  const list = LISTS[`${rule.permissions}${rule.exec?.mode ?? ''}`];
  if (list === undefined)
    return without(rule, `the operator only has lists for the permissions ${Object.keys(LISTS).join(', ')}`);
  if (!PATH_OF_OPERATOR.test(rule.path))
    return without(
      rule,
      'the operator only accepts paths that start with / and contain only letters, digits and _ . / * ? + @ { } -',
    );
  return { list, values: [rule.path], glob: rule._glob, rule };
}

function placeNetwork(rule: NetworkRule): Entry {
  if (rule.family !== undefined)
    return without(rule, 'the operator has no address families, and would allow all of them');
  if (rule.type === AppArmorSocketType.RAW) return { list: 'protocols', values: ['raw'], rule };
  if (rule.protocol === AppArmorProtocol.TCP || rule.protocol === AppArmorProtocol.UDP)
    return { list: 'protocols', values: [rule.protocol], rule };
  return without(rule, 'the operator only has tcp, udp and raw');
}

function placeCapability(rule: CapabilityRule): Entry {
  if (rule.capabilities.length === 0)
    return without(rule, 'the operator needs a list of capabilities, and cannot allow all of them');
  if (rule.capabilities.includes(Capability.SYS_RAWIO))
    return without(rule, 'with sys_rawio, the operator also allows mounting');
  return { list: 'allowedCapabilities', values: rule.capabilities.map((c) => c.toLowerCase()), rule };
}

function without(rule: AppArmorRule, why: string): Entry {
  return { problem: `${rule.render()} is not supported: ${why}` };
}

function profileProblems(profile: AppArmorProfile): string[] {
  const problems: string[] = [];
  const missing = FLAGS.filter((flag) => !profile.flags.includes(flag));
  const foreign = profile.flags.filter((flag) => ![...FLAGS, ...MODES].includes(flag));
  const includes = profile.includes.map((include) => include.path);
  if (!OBJECT_NAME.test(profile.name))
    problems.push(
      `name must be the name of an object: lower-case letters, digits, - and ., got ${quote(profile.name)}`,
    );
  if (missing.length > 0) problems.push(`flags lack ${missing.join(', ')}: the operator always sets them`);
  if (foreign.length > 0)
    problems.push(
      `flags ${foreign.join(', ')} are not supported: the operator only sets ${FLAGS.join(', ')} and the mode`,
    );
  if (!includes.includes('abstractions/base'))
    problems.push('includes lack abstractions/base: the operator always includes it, and would allow what it contains');
  for (const path of includes.filter((p) => p !== 'abstractions/base'))
    problems.push(`include <${path}> is not supported: the operator only includes abstractions/base`);
  for (const name of Object.keys(profile.variables))
    problems.push(`variable @{${name}} is not supported: the operator only has those of tunables/global`);
  for (const child of profile.children)
    problems.push(`child ${quote(child.name)} is not supported: the operator has no child profiles`);
  if (
    profile.rules.some((rule) => rule instanceof NetworkRule && rule.denies) &&
    profile.rules.some((rule) => rule.render() === 'network raw,')
  ) {
    problems.push('network raw is both allowed and denied: keep one');
  }
  return problems;
}

/** Returns a problem for each allow rule that the operator's own deny rules would override. */
function selfDefeats(profile: AppArmorProfile, entries: ReadonlyArray<Entry>): string[] {
  const variables = declareVariables(new Problems(), profile.name, profile.variables);
  const inLists = (...lists: List[]): { shown: string; glob: Glob }[] =>
    entries.flatMap((entry) =>
      'glob' in entry && entry.glob !== undefined && lists.includes(entry.list)
        ? [{ shown: entry.rule.render(), glob: expand(entry.glob, variables) }]
        : [],
    );
  const base = (paths: ReadonlyArray<string>): { shown: string; glob: Glob }[] =>
    paths.map((path) => ({ shown: `${path} of abstractions/base`, glob: known(path, variables) }));

  const clash = (
    refusing: { shown: string; glob: Glob }[],
    allowed: { shown: string; glob: Glob }[],
    list: PathList,
    verb: string,
  ): string[] =>
    refusing.flatMap((a) =>
      allowed
        .filter((b) => overlap(a.glob, b.glob))
        .map(
          (b) =>
            `${a.shown} would be in ${list}, for which the operator also denies ${verb}: that would override ${b.shown}`,
        ),
    );
  return [
    ...clash(
      inLists('readOnlyPaths'),
      [...inLists('writeOnlyPaths', 'readWritePaths'), ...base(BASE_WRITES)],
      'readOnlyPaths',
      'writing',
    ),
    ...clash(
      inLists('writeOnlyPaths'),
      [...inLists('readOnlyPaths', 'readWritePaths', 'allowedExecutables', 'allowedLibraries'), ...base(BASE_READS)],
      'writeOnlyPaths',
      'reading',
    ),
  ];
}

function known(path: string, variables: Variables): Glob {
  const result = parseGlob(path);
  return 'glob' in result ? expand(result.glob, variables) : [];
}

function withoutEmpty<T extends object>(fields: T): Partial<T> {
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value))) as Partial<T>;
}
