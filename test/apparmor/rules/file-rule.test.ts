import { AppArmorPath } from '../../../src/apparmor/path';
import { AppArmorExec, AppArmorExecFallback } from '../../../src/apparmor/rules/exec-transition';
import { FileRule } from '../../../src/apparmor/rules/file-rule';

describe('a rule on files', () => {
  test('writes permissions in one order, whatever the order of the input', () => {
    expect(FileRule.allow('/etc/hosts', 'r').render()).toBe('/etc/hosts r,');
    expect(FileRule.allow('/data/{,**}', 'klwr').render()).toBe('/data/{,**} rwlk,');
    expect(FileRule.allow('/usr/lib/**.so*', 'rm').render()).toBe('/usr/lib/**.so* mr,');
  });

  test('writes audit, deny and owner in the order that the parser needs', () => {
    expect(FileRule.deny('/a', 'wx', { audit: true, owner: true }).render()).toBe('audit deny owner /a wx,');
  });

  test('denies an execution with x only, and allows one only with a transition', () => {
    expect(FileRule.deny('/bin/sh', 'x').render()).toBe('deny /bin/sh x,');
    expect(FileRule.allow('/bin/a', 'r', { exec: AppArmorExec.inherit() }).render()).toBe('/bin/a rix,');
    expect(() => FileRule.allow('/bin/a', 'rx')).toThrow(
      /permissions contain x, got "rx": use "exec" to specify the profile of the program/,
    );
    expect(() => new FileRule({ path: '/bin/a', deny: true, permissions: 'r', exec: AppArmorExec.inherit() })).toThrow(
      /a deny rule cannot have a transition/,
    );
  });

  test('for every file is one word if it allows, and a pattern if it denies', () => {
    expect(FileRule.allowEverything().render()).toBe('file,');
    expect(FileRule.allowEverything({ owner: true, audit: true }).render()).toBe('audit owner file,');
    expect(FileRule.denyEverything().render()).toBe('deny /{,**} mrwlkx,');
  });

  test.each([
    [
      'a path that is not absolute',
      'etc/x',
      'r',
      /path must start with \/ or a variable, got "etc\/x": write "\/etc\/x"/,
    ],
    ['an empty path', '', 'r', /path is empty/],
    ['no permission', '/a', '', /permissions are empty/],
    ['an unknown letter', '/a', 'rz', /permissions must be r, w, a, l, k, m.*, got "rz"/],
    ['a mode among the letters', '/a', 'rix', /use "exec" to allow an execution/],
    ['a letter twice', '/a', 'rr', /contain a letter twice/],
    ['write beside append', '/a', 'wa', /permissions contain w and a, got "wa": w includes a/],
    ['repeated slashes', '/a//b', 'r', /contains \/\//],
    ['a step upward', '/a/../b', 'r', /contains the component \. or \.\./],
  ])('rejects %s', (_, path, permissions, message) => {
    expect(() => FileRule.allow(path, permissions)).toThrow(message);
  });

  test('reports all problems at once', () => {
    expect(() => new FileRule({ path: 'a', permissions: 'wa', comment: '\r' })).toThrow(/3 problems/);
  });
});

describe('an exec transition', () => {
  const { INHERIT, DANGEROUSLY_UNCONFINED } = AppArmorExecFallback;
  const kept = { keepEnvironment: true };

  test.each([
    [AppArmorExec.inherit(), 'ix'],
    [AppArmorExec.profile(), 'Px'],
    [AppArmorExec.profile('web', kept), 'px -> web'],
    [AppArmorExec.profile('web//worker', { fallback: INHERIT }), 'Pix -> web//worker'],
    [AppArmorExec.profile('web', { fallback: DANGEROUSLY_UNCONFINED }), 'PUx -> web'],
    [AppArmorExec.profile('web', { fallback: DANGEROUSLY_UNCONFINED, ...kept }), 'pux -> web'],
    [AppArmorExec.child('worker'), 'Cx -> worker'],
    [AppArmorExec.child('worker', { fallback: INHERIT, ...kept }), 'cix -> worker'],
    [AppArmorExec.child('worker', { fallback: DANGEROUSLY_UNCONFINED }), 'CUx -> worker'],
    [AppArmorExec.dangerouslyUnconfined(), 'Ux'],
    [AppArmorExec.dangerouslyUnconfined(kept), 'ux'],
  ])('%# scrubs the environment unless specified otherwise', (exec, text) => {
    expect(FileRule.allow('/a', '', { exec }).render()).toBe(`/a ${text},`);
  });

  test('specifies whether the program can run without a profile', () => {
    expect(AppArmorExec.profile('web').unconfined).toBe(false);
    expect(AppArmorExec.profile('web', { fallback: DANGEROUSLY_UNCONFINED }).unconfined).toBe(true);
    expect(AppArmorExec.dangerouslyUnconfined().unconfined).toBe(true);
  });

  test.each(['', 'a b', 'a,', 'a {', 'a\n', '&a', ':ns:a', 'a*', '@{x}', 'a//', '"a'])(
    'rejects the name %p',
    (name) => {
      expect(() => AppArmorExec.profile(name)).toThrow(/profile name must contain only/);
      expect(() => AppArmorExec.child(name)).toThrow(/child name must contain only/);
    },
  );

  test('rejects "unconfined" as a profile', () => {
    expect(() => AppArmorExec.profile('unconfined')).toThrow(/means no confinement/);
  });
});

describe('a literal path', () => {
  test('has its glob characters escaped', () => {
    expect(AppArmorPath.literal('/a[1]*?{x,y}@{z}\\')).toBe('/a\\[1\\]\\*\\?\\{x\\,y\\}@\\{z\\}\\\\');
    expect(FileRule.allow(AppArmorPath.literal('/a[1]\\'), 'r').render()).toBe('"/a\\[1\\]\\134" r,');
  });

  test.each(['a', '/a\nb', '/a/./b', '/\ud800'])('rejects %p', (path) => {
    expect(() => AppArmorPath.literal(path)).toThrow(/AppArmor path: path /);
  });
});
