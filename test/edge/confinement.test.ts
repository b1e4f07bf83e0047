import {
  AppArmor,
  NodeAppArmor,
  Seccomp,
  SecureEdgeApp,
  Target,
  Weakness,
  type ContainerOptions,
} from 'cdk8s-secure-edge';
import { AppArmorProfile } from '../../src/apparmor/profile';
import { SeccompProfile } from '../../src/seccomp/profile';
import { image, podOf, problemOf, REASON, web } from './apps';

const { YES, NO, UNKNOWN } = NodeAppArmor;

/** Profiles in the manifest: fields of the pod and of each container, and annotations. */
function said(app: SecureEdgeApp, what: 'appArmorProfile' | 'seccompProfile'): Record<string, unknown> {
  const { metadata, spec } = podOf(app);
  const part = what === 'appArmorProfile' ? 'apparmor' : 'seccomp';
  return {
    ...(spec.securityContext[what] && { pod: spec.securityContext[what] }),
    ...Object.fromEntries(
      [...(spec.initContainers ?? []), ...spec.containers]
        .filter((c: any) => c.securityContext[what])
        .map((c: any) => [c.name, c.securityContext[what]]),
    ),
    ...Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => key.includes(part))),
  };
}

const two = (first: Partial<ContainerOptions>, second: Partial<ContainerOptions>, target: Target): SecureEdgeApp => {
  const app = web(first, target);
  app.addContainer('b', { image, ...second });
  return app;
};

const NAMED = { type: 'Localhost', localhostProfile: 'acme' };
const DEFAULT = { type: 'RuntimeDefault' };
const NONE = { type: 'Unconfined' };

describe('AppArmor', () => {
  const A = 'container.apparmor.security.beta.kubernetes.io';
  const named = AppArmor.named('acme');
  const unconfined = { weaknesses: [Weakness.unconfinedAppArmor(REASON)] };

  test.each([
    ['1.29', YES, undefined, { [`${A}/web`]: 'runtime/default' }],
    ['1.30', YES, undefined, { pod: DEFAULT }],
    ['1.29', UNKNOWN, undefined, {}],
    ['1.30', UNKNOWN, undefined, {}],
    ['1.29', NO, undefined, {}],
    ['1.30', NO, undefined, {}],
    ['1.29', YES, AppArmor.runtimeDefault(), { [`${A}/web`]: 'runtime/default' }],
    ['1.30', YES, AppArmor.runtimeDefault(), { pod: DEFAULT }],
    ['1.29', UNKNOWN, AppArmor.runtimeDefault(), {}],
    ['1.30', UNKNOWN, AppArmor.runtimeDefault(), {}],
    ['1.30', NO, AppArmor.runtimeDefault(), {}],
    ['1.13', UNKNOWN, named, { [`${A}/web`]: 'localhost/acme' }],
    ['1.29', YES, named, { [`${A}/web`]: 'localhost/acme' }],
    ['1.29', UNKNOWN, named, { [`${A}/web`]: 'localhost/acme' }],
    ['1.30', YES, named, { pod: NAMED }],
    ['1.30', UNKNOWN, named, { pod: NAMED }],
    ['1.30', UNKNOWN, AppArmor.profile(new AppArmorProfile({ name: 'acme', rules: [] })), { pod: NAMED }],
  ])('is written on %s, if nodes have AppArmor: %s. Case %#', (version, appArmor, choice, expected) => {
    const target = Target.kubernetes(version, { appArmor });
    expect(said(web(choice ? { appArmor: choice } : {}, target), 'appArmorProfile')).toEqual(expected);
  });

  test.each([
    // the first container's profile is the pod's
    ['1.29', UNKNOWN, { appArmor: named }, {}, { [`${A}/web`]: 'localhost/acme', [`${A}/b`]: 'localhost/acme' }],
    ['1.30', UNKNOWN, { appArmor: named }, {}, { pod: NAMED }],
    // another container has its own profile
    ['1.29', UNKNOWN, {}, { appArmor: named }, { [`${A}/b`]: 'localhost/acme' }],
    ['1.30', UNKNOWN, {}, { appArmor: named }, { b: NAMED }],
    ['1.30', YES, {}, { appArmor: named }, { pod: DEFAULT, b: NAMED }],
    ['1.29', YES, {}, { appArmor: named }, { [`${A}/web`]: 'runtime/default', [`${A}/b`]: 'localhost/acme' }],
    // the runtime's profile is written if unset would mean the first container's
    [
      '1.29',
      UNKNOWN,
      { appArmor: named },
      { appArmor: AppArmor.runtimeDefault() },
      { [`${A}/web`]: 'localhost/acme', [`${A}/b`]: 'runtime/default' },
    ],
    ['1.30', UNKNOWN, { appArmor: named }, { appArmor: AppArmor.runtimeDefault() }, { pod: NAMED, b: DEFAULT }],
    // unconfined never applies to the pod
    ['1.29', UNKNOWN, unconfined, {}, { [`${A}/web`]: 'unconfined' }],
    ['1.30', UNKNOWN, unconfined, {}, { web: NONE }],
    ['1.29', YES, unconfined, {}, { [`${A}/web`]: 'unconfined', [`${A}/b`]: 'runtime/default' }],
    ['1.30', YES, unconfined, {}, { pod: DEFAULT, web: NONE }],
    ['1.30', YES, { appArmor: named }, unconfined, { pod: NAMED, b: NONE }],
  ])(
    'is written for two containers on %s, if nodes have AppArmor: %s. Case %#',
    (version, appArmor, first, second, expected) => {
      const target = Target.kubernetes(version, { appArmor });
      expect(said(two(first, second, target), 'appArmorProfile')).toEqual(expected);
    },
  );

  test.each(['1.29', '1.30'])('rejects a named profile on %s if nodes do not have AppArmor', (version) => {
    const target = Target.kubernetes(version, { appArmor: NO });
    expect(problemOf(() => web({ appArmor: named }, target))).toBe(
      `SecureEdgeApp "shop/web": AppArmor profile "acme" cannot be applied, because the nodes of ${version} do not have AppArmor and the pod would never start: remove appArmor, or use a target whose nodes have it`,
    );
    expect(problemOf(() => two({}, { appArmor: named }, target))).toMatch(
      /^container "b" of .*: AppArmor profile "acme" cannot/,
    );
  });
});

describe('seccomp', () => {
  const POD = 'seccomp.security.alpha.kubernetes.io/pod';
  const CONTAINER = 'container.seccomp.security.alpha.kubernetes.io';
  const unconfined = { weaknesses: [Weakness.unconfinedSeccomp(REASON)] };
  const local = { seccomp: Seccomp.localhost('a/b.json') };
  const LOCAL = { type: 'Localhost', localhostProfile: 'a/b.json' };

  test.each<[string, Partial<ContainerOptions>, Record<string, unknown>]>([
    ['1.18', {}, { [POD]: 'runtime/default' }],
    ['1.19', {}, { pod: DEFAULT }],
    ['1.18', { seccomp: Seccomp.runtimeDefault() }, { [POD]: 'runtime/default' }],
    ['1.19', { seccomp: Seccomp.runtimeDefault() }, { pod: DEFAULT }],
    ['1.18', local, { [POD]: 'localhost/a/b.json' }],
    ['1.19', local, { pod: LOCAL }],
    [
      '1.19',
      { seccomp: Seccomp.profile(new SeccompProfile({ name: 'acme' })) },
      { pod: { type: 'Localhost', localhostProfile: 'secure-edge/acme.json' } },
    ],
    ['1.18', unconfined, { [POD]: 'runtime/default', [`${CONTAINER}/web`]: 'unconfined' }],
    ['1.19', unconfined, { pod: DEFAULT, web: NONE }],
  ])('is written on %s: case %#', (version, choice, expected) => {
    expect(said(web(choice, version), 'seccompProfile')).toEqual(expected);
  });

  test.each<[string, Partial<ContainerOptions>, Partial<ContainerOptions>, Record<string, unknown>]>([
    ['1.18', local, {}, { [POD]: 'localhost/a/b.json' }],
    ['1.19', {}, local, { pod: DEFAULT, b: LOCAL }],
    ['1.18', {}, local, { [POD]: 'runtime/default', [`${CONTAINER}/b`]: 'localhost/a/b.json' }],
    ['1.19', local, { seccomp: Seccomp.runtimeDefault() }, { pod: LOCAL, b: DEFAULT }],
    ['1.19', unconfined, {}, { pod: DEFAULT, web: NONE }],
    ['1.19', unconfined, unconfined, { pod: DEFAULT, web: NONE, b: NONE }],
    ['1.18', {}, unconfined, { [POD]: 'runtime/default', [`${CONTAINER}/b`]: 'unconfined' }],
  ])('is written for two containers on %s: case %#', (version, first, second, expected) => {
    expect(said(two(first, second, Target.kubernetes(version)), 'seccompProfile')).toEqual(expected);
  });
});
