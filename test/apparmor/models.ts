import * as fc from 'fast-check';
import { InputError } from '../../src/diagnostics/input-error';
import { AppArmorChildProfile } from '../../src/apparmor/child-profile';
import { AppArmorFlag } from '../../src/apparmor/flag';
import { AppArmorInclude } from '../../src/apparmor/include';
import { AppArmorPath } from '../../src/apparmor/path';
import type { AppArmorProfileProps } from '../../src/apparmor/profile';
import { AppArmorAbi } from '../../src/apparmor/abi';
import { AppArmorProfile } from '../../src/apparmor/profile';
import type { AppArmorRule } from '../../src/apparmor/rule';
import { CapabilityRule } from '../../src/apparmor/rules/capability-rule';
import { Capability } from '../../src/host/capability';
import { ChangeProfileRule } from '../../src/apparmor/rules/change-profile-rule';
import { AppArmorExec, AppArmorExecFallback } from '../../src/apparmor/rules/exec-transition';
import { AppArmorDbusAccess, DbusRule } from '../../src/apparmor/rules/dbus-rule';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { LinkRule } from '../../src/apparmor/rules/link-rule';
import { AppArmorMountOption } from '../../src/apparmor/rules/mount-option';
import { MountRule } from '../../src/apparmor/rules/mount-rule';
import {
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
} from '../../src/apparmor/rules/network-rule';
import { PivotRootRule } from '../../src/apparmor/rules/pivot-root-rule';
import { AppArmorPtraceAccess, PtraceRule } from '../../src/apparmor/rules/ptrace-rule';
import { RemountRule } from '../../src/apparmor/rules/remount-rule';
import { AppArmorRlimit, RlimitRule } from '../../src/apparmor/rules/rlimit-rule';
import { AppArmorSignal, AppArmorSignalAccess, SignalRule } from '../../src/apparmor/rules/signal-rule';
import { UmountRule } from '../../src/apparmor/rules/umount-rule';
import { AppArmorUnixAccess, UnixRule } from '../../src/apparmor/rules/unix-rule';
import { printedCodePoint } from '../code-point';

const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const some = <T>(words: ReadonlyArray<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 });
const word = <T extends string>(words: { readonly [key: string]: T }): fc.Arbitrary<T> =>
  fc.constantFrom(...Object.values(words));
/** A list of `make(props)`, without those that the model rejects. */
export function made<P, T>(props: fc.Arbitrary<P>, make: (props: P) => T): fc.Arbitrary<T> {
  const attempt = (p: P): T | undefined => {
    try {
      return make(p);
    } catch (e) {
      if (e instanceof InputError) return undefined;
      throw e;
    }
  };
  return props.map(attempt).filter((value) => value !== undefined);
}

const qualifiers = {
  deny: fc.boolean(),
  audit: fc.boolean(),
  comment: optional(fc.string({ unit: printedCodePoint, maxLength: 12 })),
};

// characters with a meaning for the lexer are frequent
const hostile = fc.constantFrom(
  ...' "\'\\#,;{}[]()*?@^!=+:&|<>$~%-./aZ09é\u{1F600}'.split(''),
  '->',
  '} ',
  ' r,',
  '@{',
  '\\\\',
  '//',
  'flags=(',
  'include ',
  '**',
  '[a-z]',
  '[^/]',
  '{a,b}',
  '@{HOME}',
  '@{DATA}',
  '@{pid}',
);
const hostileText = fc.array(hostile, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const literalPath = hostileText.map((text) => `/${text}`);
const tidyPath = fc.constantFrom(
  '/',
  '/a',
  '/a/',
  '/a*',
  '/a/**',
  '/b/{,**}',
  '/{a,b}',
  '/[ab]',
  '/usr/bin/?',
  '@{HOME}/x',
  '@{PROC}/@{pid}/**',
  '@{DATA}/f',
  '/etc/x y',
  '/lib/**.so*',
);
export const path = fc.oneof(
  { weight: 3, arbitrary: tidyPath },
  { weight: 2, arbitrary: literalPath },
  { weight: 1, arbitrary: made(literalPath, (text) => AppArmorPath.literal(text)) },
);
const label = fc.oneof(
  fc.constantFrom('unconfined', 'a//b', '{crun,runc}', '@{profile_name}', 'web*', '/usr/bin/x'),
  hostileText,
);

export const exec = made(
  fc.record({
    to: fc.constantFrom('i', 'p', 'c', 'u'),
    target: fc.constantFrom('web', 'worker', 'a//b', undefined),
    fallback: word(AppArmorExecFallback),
    keepEnvironment: fc.boolean(),
  }),
  ({ to, target, ...options }) => {
    if (to === 'i') return AppArmorExec.inherit();
    if (to === 'p') return AppArmorExec.profile(target, options);
    return to === 'c' ? AppArmorExec.child(target ?? 'worker', options) : AppArmorExec.dangerouslyUnconfined(options);
  },
);
const letters = fc.subarray(['r', 'w', 'a', 'l', 'k', 'm', 'x']).map((list) => list.join(''));
const mountConditions = {
  options: optional(some(Object.values(AppArmorMountOption))),
  optionsAmong: optional(some(Object.values(AppArmorMountOption))),
  fileSystems: optional(some(['ext4', 'tmpfs', 'fuse.*', '9p'])),
};

export const rules: { readonly [kind: string]: fc.Arbitrary<AppArmorRule> } = {
  file: made(
    fc.record({ ...qualifiers, path, permissions: letters, exec: optional(exec), owner: fc.boolean() }),
    (p) => new FileRule(p),
  ),
  everyFile: made(fc.record({ deny: fc.boolean(), owner: fc.boolean(), audit: fc.boolean() }), ({ deny, ...o }) =>
    deny ? FileRule.denyEverything(o) : FileRule.allowEverything(o),
  ),
  link: made(
    fc.record({ ...qualifiers, path, target: path, subset: fc.boolean(), owner: fc.boolean() }),
    (p) => new LinkRule(p),
  ),
  capability: made(
    fc.record({ ...qualifiers, capabilities: optional(some(Object.values(Capability))) }),
    (p) => new CapabilityRule(p),
  ),
  network: made(
    fc.record({
      ...qualifiers,
      family: optional(word(AppArmorSocketFamily)),
      type: optional(word(AppArmorSocketType)),
      protocol: optional(word(AppArmorProtocol)),
    }),
    (p) => new NetworkRule(p),
  ),
  mount: made(
    fc.record({
      ...qualifiers,
      ...mountConditions,
      source: optional(fc.oneof(path, hostileText)),
      mountPoint: optional(path),
    }),
    (p) => new MountRule(p),
  ),
  remount: made(
    fc.record({ ...qualifiers, ...mountConditions, mountPoint: optional(path) }),
    (p) => new RemountRule(p),
  ),
  umount: made(fc.record({ ...qualifiers, ...mountConditions, mountPoint: optional(path) }), (p) => new UmountRule(p)),
  pivotRoot: made(
    fc.record({ ...qualifiers, newRoot: optional(path), oldRoot: optional(path), target: optional(label) }),
    (p) => new PivotRootRule(p),
  ),
  signal: made(
    fc.record({
      ...qualifiers,
      access: optional(some(Object.values(AppArmorSignalAccess))),
      signals: optional(some(Object.values(AppArmorSignal))),
      realtimeSignals: optional(fc.array(fc.integer({ min: 0, max: 32 }), { minLength: 1, maxLength: 3 })),
      peer: optional(label),
    }),
    (p) => new SignalRule(p),
  ),
  ptrace: made(
    fc.record({ ...qualifiers, access: optional(some(Object.values(AppArmorPtraceAccess))), peer: optional(label) }),
    (p) => new PtraceRule(p),
  ),
  unix: made(
    fc.record({
      ...qualifiers,
      access: optional(some(Object.values(AppArmorUnixAccess))),
      type: optional(word(AppArmorSocketType)),
      address: optional(
        fc.oneof(
          fc.constantFrom('none', 'auto'),
          hostileText.map((text) => `@${text}`),
        ),
      ),
      peerAddress: optional(
        fc.oneof(
          fc.constantFrom('none', 'auto'),
          hostileText.map((text) => `@${text}`),
        ),
      ),
      peerLabel: optional(label),
    }),
    (p) => new UnixRule(p),
  ),
  dbus: made(
    fc.record({
      ...qualifiers,
      access: optional(some(Object.values(AppArmorDbusAccess))),
      bus: optional(fc.oneof(fc.constantFrom('system', 'session', '{a,b}'), hostileText)),
      path: optional(path),
      interface: optional(hostileText),
      member: optional(hostileText),
      name: optional(hostileText),
      peerName: optional(hostileText),
      peerLabel: optional(label),
    }),
    (p) => new DbusRule(p),
  ),
  changeProfile: made(
    fc.record({ ...qualifiers, target: optional(label), exec: optional(path), keepEnvironment: fc.boolean() }),
    (p) => new ChangeProfileRule(p),
  ),
  rlimit: made(
    fc.record({
      limit: word(AppArmorRlimit),
      value: optional(
        fc.oneof(
          fc.integer({ min: -20, max: 19 }),
          fc.maxSafeNat(),
          fc.integer({ min: 0, max: 8 }).map((n) => n * 2 ** 20),
        ),
      ),
    }),
    (p) => new RlimitRule(p),
  ),
};

export const anyRule: fc.Arbitrary<AppArmorRule> = fc.oneof(...Object.values(rules));

const flags = fc.option(fc.uniqueArray(fc.constantFrom(...Object.values(AppArmorFlag)), { maxLength: 3 }), {
  nil: undefined,
});
// the parser needs 50 ms for the base abstraction
const includes = fc
  .oneof(
    { weight: 9, arbitrary: fc.subarray(['openssl', 'perl', 'ssl_keys', 'user-tmp'], { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant(['base']) },
  )
  .map((names) => [
    ...names.map((name) => AppArmorInclude.abstraction(name)),
    AppArmorInclude.ifExists('local/not-there'),
  ]);
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,12}$/);
const child = made(
  fc.record({
    name: fc.constantFrom('worker', 'web'),
    rules: fc.array(anyRule, { maxLength: 3 }),
    flags,
    includes,
    comment: qualifiers.comment,
  }),
  (p) => new AppArmorChildProfile(p),
);
const variables = fc.record(
  {
    DATA: fc.array(fc.oneof(fc.constantFrom('/data/', '/srv/x y/', '@{HOME}/data'), literalPath), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['DATA'] },
);
const moreVariables = fc.dictionary(
  fc.stringMatching(/^[a-z]{2,4}_[a-z0-9_]{0,3}$/),
  fc.array(fc.oneof(fc.constant(''), hostileText), { minLength: 1, maxLength: 2 }),
  { maxKeys: 2 },
);

/** Profiles of every shape that the model accepts. */
export const profile: fc.Arbitrary<AppArmorProfile> = made(
  fc.record({
    name,
    rules: fc.array(anyRule, { maxLength: 5 }),
    flags,
    includes,
    variables: fc.tuple(variables, moreVariables).map(([a, b]) => ({ ...a, ...b })),
    abi: fc.constantFrom(AppArmorAbi.V3_0, AppArmorAbi.PARSER_DEFAULT),
    children: fc.array(child, { maxLength: 2 }),
    comment: qualifiers.comment,
  }),
  (p) => new AppArmorProfile(p),
);

const shapes = fc.record({
  name,
  flags,
  includes,
  variables: fc.tuple(variables, moreVariables).map(([a, b]) => ({ ...a, ...b })),
  abi: fc.constantFrom(AppArmorAbi.V3_0, AppArmorAbi.PARSER_DEFAULT),
  comment: qualifiers.comment,
});

/** Many profiles, assembled from a pool of rules, which is much faster than generating each one. */
export function assembled(count: number, seed: number): AppArmorProfile[] {
  const pool = fc.sample(anyRule, { seed, numRuns: Math.ceil(count / 2) });
  const pick = (n: number): AppArmorRule => pool[n % pool.length]!;
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (e) {
      if (e instanceof InputError) return undefined;
      throw e;
    }
  };
  return fc.sample(shapes, { seed, numRuns: count }).map((shape, i) => {
    const children = ['worker', 'web'].map(
      (childName, k) => new AppArmorChildProfile({ name: childName, rules: i % 5 === k ? [pick(11 * i + k)] : [] }),
    );
    const rules = [pick(i), pick(3 * i + 1), pick(7 * i + 2)];
    const choices: Partial<AppArmorProfileProps>[] = [
      { ...shape, rules, children },
      { ...shape, rules, children, flags: [] },
      { rules, children },
      { rules: rules.slice(0, 1), children: children.map((each) => new AppArmorChildProfile({ ...each, rules: [] })) },
      {},
    ];
    for (const more of choices) {
      const common = { name: shape.name, variables: { DATA: ['/data/'] }, rules: [] };
      const model = attempt(() => new AppArmorProfile({ ...common, ...more }));
      if (model !== undefined) return model;
    }
    throw new Error(`not even an empty profile has the name ${shape.name}`);
  });
}
