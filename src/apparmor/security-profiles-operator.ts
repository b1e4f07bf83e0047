import { InputError, Problems, quote } from '../diagnostics/input-error';
import { AppArmorFlag } from './flag';
import type { Glob } from './glob/glob';
import { parseGlob } from './glob/glob';
import { overlap } from './glob/glob-overlap';
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
 * The profile as an object of the Security Profiles Operator: `AppArmorProfile`, security-profiles-operator.x-k8s.io/v1, cluster-scoped.
 *
 * The operator's form is lists of paths, capabilities and protocols, from which it writes a profile of its own on each node. What the form
 * cannot hold exactly is refused, never dropped or widened; so are entries that the operator's own refusals would kill: it refuses writing
 * wherever `readOnlyPaths` allow reading, and reading wherever `writeOnlyPaths` allow writing.
 *
 * Comments don't reach the operator's text, nor does the `abi` line: the operator writes none.
 *
 * @throws InputError that names every part without a place in the form, and why
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
  const spec = {
    mode: profile.flags.includes(AppArmorFlag.COMPLAIN) ? 'Complain' : 'Enforce',
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
  return {
    apiVersion: 'security-profiles-operator.x-k8s.io/v1',
    kind: 'AppArmorProfile',
    metadata: { name: profile.name },
    spec,
  };
}

type PathList = 'allowedExecutables' | 'allowedLibraries' | 'readOnlyPaths' | 'writeOnlyPaths' | 'readWritePaths';
type List = PathList | 'allowedCapabilities' | 'protocols';

/** Where a rule goes in the form; nowhere if the operator keeps it anyway. */
type Entry =
  | { readonly list: List; readonly values: string[]; readonly glob?: Glob; readonly rule: AppArmorRule }
  | { readonly problem: string }
  | { readonly kept: AppArmorRule };

const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
// the operator takes a space too, and writes a profile that the parser then refuses
const PATH = /^\/[A-Za-z0-9_./*?+@{}-]*$/;
const FLAGS: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED];
const MODES: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ENFORCE, AppArmorFlag.COMPLAIN];

const LISTS: { readonly [permissions: string]: PathList } = {
  r: 'readOnlyPaths',
  wlk: 'writeOnlyPaths',
  rwlk: 'readWritePaths',
  mr: 'allowedLibraries',
  rix: 'allowedExecutables',
  // an inherited execution maps its file anyway
  mrix: 'allowedExecutables',
};

// the operator writes these into every profile
const KEPT: ReadonlyArray<string> = [
  'deny @{PROC}/* w,',
  'deny @{PROC}/sys/[^k]** w,',
  'deny @{PROC}/sysrq-trigger rwlkx,',
  'deny @{PROC}/mem rwlkx,',
  'deny @{PROC}/kmem rwlkx,',
  'deny @{PROC}/kcore rwlkx,',
  'deny /sys/firmware/efi/efivars/** rwlkx,',
];

// the form has no word that allows these, so they are refused in any case
const NEVER_ALLOWED: ReadonlyArray<AppArmorRuleKind> = [
  AppArmorRuleKind.MOUNT,
  AppArmorRuleKind.REMOUNT,
  AppArmorRuleKind.UMOUNT,
  AppArmorRuleKind.PIVOT_ROOT,
  AppArmorRuleKind.CHANGE_PROFILE,
];

// of abstractions/base, which the operator always includes; reads are told coarsely
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
  if (rule.audit) return without(rule, 'the form has no audit');
  if (rule.denies) return placeRefusal(rule);
  if (rule instanceof FileRule) return placeFile(rule);
  if (rule instanceof NetworkRule) return placeNetwork(rule);
  if (rule instanceof CapabilityRule) return placeCapability(rule);
  return without(rule, `the form has no ${rule.kind} rules`);
}

function placeRefusal(rule: AppArmorRule): Entry {
  if (NEVER_ALLOWED.includes(rule.kind) || KEPT.includes(rule.render())) return { kept: rule };
  if (rule instanceof NetworkRule && rule._text() === 'network raw')
    return { list: 'protocols', values: ['no raw'], rule };
  return without(rule, 'the form has no refusals');
}

function placeFile(rule: FileRule): Entry {
  if (rule.owner) return without(rule, 'the form has no owner');
  if (rule.exec !== undefined && rule.exec.mode !== 'ix')
    return without(rule, 'the form has no other execution than one that inherits the profile');
  const list = LISTS[`${rule.permissions}${rule.exec?.mode ?? ''}`];
  if (list === undefined)
    return without(rule, `the form has lists for ${Object.keys(LISTS).join(', ')} and no other permissions`);
  if (!PATH.test(rule.path))
    return without(
      rule,
      'the operator takes paths that start with / and have letters, digits and _ . / * ? + @ { } - alone',
    );
  return { list, values: [rule.path], glob: rule._glob, rule };
}

function placeNetwork(rule: NetworkRule): Entry {
  if (rule.family !== undefined) return without(rule, 'the form has no address families, and would allow every one');
  if (rule.type === AppArmorSocketType.RAW) return { list: 'protocols', values: ['raw'], rule };
  if (rule.protocol === AppArmorProtocol.TCP || rule.protocol === AppArmorProtocol.UDP)
    return { list: 'protocols', values: [rule.protocol], rule };
  return without(rule, 'the form has tcp, udp and raw alone');
}

function placeCapability(rule: CapabilityRule): Entry {
  if (rule.capabilities.length === 0) return without(rule, 'the form lists capabilities, and cannot say all');
  if (rule.capabilities.includes(Capability.SYS_RAWIO))
    return without(rule, 'with sys_rawio the operator allows mounting, too');
  return { list: 'allowedCapabilities', values: rule.capabilities.map((c) => c.toLowerCase()), rule };
}

function without(rule: AppArmorRule, why: string): Entry {
  return { problem: `${rule.render()} has no place: ${why}` };
}

function profileProblems(profile: AppArmorProfile): string[] {
  const problems: string[] = [];
  const missing = FLAGS.filter((flag) => !profile.flags.includes(flag));
  const foreign = profile.flags.filter((flag) => ![...FLAGS, ...MODES].includes(flag));
  const includes = profile.includes.map((include) => include.path);
  if (!OBJECT_NAME.test(profile.name))
    problems.push(`name is no name of an object, got ${quote(profile.name)}: use lower-case letters, digits, - and .`);
  if (missing.length > 0) problems.push(`flags lack ${missing.join(', ')}: the operator always sets them`);
  if (foreign.length > 0)
    problems.push(`flags ${foreign.join(', ')} have no place: the operator sets ${FLAGS.join(', ')} and the mode`);
  if (!includes.includes('abstractions/base'))
    problems.push('includes lack abstractions/base: the operator always includes it, and would allow what it holds');
  for (const path of includes.filter((p) => p !== 'abstractions/base'))
    problems.push(`include <${path}> has no place: the operator includes abstractions/base alone`);
  for (const name of Object.keys(profile.variables))
    problems.push(`variable @{${name}} has no place: the operator knows those of tunables/global alone`);
  for (const child of profile.children)
    problems.push(`child ${quote(child.name)} has no place: the form has no children`);
  if (
    profile.rules.some((rule) => rule instanceof NetworkRule && rule.denies) &&
    profile.rules.some((rule) => rule.render() === 'network raw,')
  ) {
    problems.push('network raw is both allowed and refused: keep one');
  }
  return problems;
}

/** Allowances that the operator's own refusals would kill, since a refusal wins. */
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
          (b) => `${a.shown} would go to ${list}, where the operator also refuses ${verb}: that would kill ${b.shown}`,
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

function withoutEmpty(fields: { readonly [name: string]: unknown }): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}
