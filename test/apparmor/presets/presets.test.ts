import { AppArmorBaseline } from '../../../src/apparmor/presets/baseline';
import { profileForNeeds } from '../../../src/apparmor/presets/needs';
import { AppArmorPreset } from '../../../src/apparmor/presets/preset';
import type { AppArmorProfile } from '../../../src/apparmor/profile';
import { FileRule } from '../../../src/apparmor/rules/file-rule';
import { AppArmorRlimit, RlimitRule } from '../../../src/apparmor/rules/rlimit-rule';
import { AppArmor } from '../../../src/edge/app-armor';
import { MountedFiles } from '../../../src/edge/mounted-files';
import { WritableFolder } from '../../../src/edge/writable-folder';
import { Port } from '../../../src/kubernetes/port';
import { Image } from '../../../src/supply-chain/image';
import { parser } from '../apparmor-parser';

const web = AppArmorPreset.staticWebServer({
  name: 'web',
  executables: ['/usr/sbin/nginx'],
  content: ['/usr/share/nginx/html/'],
  configuration: ['/etc/nginx'],
  writableFolders: ['/var/cache/nginx'],
  lowPorts: true,
});
const binary = AppArmorPreset.staticBinary({
  name: 'service',
  executable: '/app',
  readOnly: ['/etc/app/{,**}'],
  readWrite: ['/data/{,**}'],
});
const node = AppArmorPreset.nodeJs({ name: 'node', app: '/app/', writableFolders: ['/data'] });
const parsecSocket = '/run/parsec/parsec.sock';
const derived = profileForNeeds({
  name: 'derived',
  executables: ['/usr/bin/agent'],
  ports: [Port.tcp(80), Port.udp(5353)],
  readableFolders: ['/etc/agent'],
  writableFolders: ['/var/lib/agent [1]'],
  parsecSocket,
});
const least = profileForNeeds({ name: 'least', executables: ['/app'] });

const all: [string, AppArmorProfile][] = [
  ['the web server', web],
  ['the static program', binary],
  ['the Node.js program', node],
  ['an app with many needs', derived],
  ['an app without needs', least],
  ['the baseline', AppArmorBaseline.profile({ name: 'baseline', executables: ['/app'] })],
];

test.each(all)('the profile of %s has no findings', (_what, profile) => {
  expect(profile.lint()).toEqual([]);
});

test(
  'the real parser compiles all profiles',
  parser.needed(() => {
    expect(parser.firstRefusal(all.map(([, profile]) => profile.render()))).toBeUndefined();
  }),
);

test.each([
  [web, '/usr/sbin/nginx', 'xrm'],
  [web, '/usr/share/nginx/html/index.html', 'r'],
  [web, '/etc/nginx/conf.d/a.conf', 'r'],
  [web, '/var/cache/nginx/1', 'wrak'],
  [web, '/bin/sh', ''],
  [binary, '/app', 'xrm'],
  [binary, '/etc/app/config.yaml', 'r'],
  [binary, '/data/db', 'wrak'],
  [binary, '/lib/x86_64-linux-gnu/libc.so.6', ''],
  [binary, '/bin/sh', ''],
  [node, '/usr/local/bin/node', 'xrm'],
  [node, '/app/node_modules/a/build/Release/a.node', 'rm'],
  [node, '/app/index.js', 'r'],
  [node, '/usr/local/bin/npm', ''],
  [derived, parsecSocket, 'wra'],
  [derived, '/run/parsec/', 'r'],
  [derived, '/run/parsec/other.sock', ''],
  [derived, '/etc/agent/config', 'r'],
  [derived, '/var/lib/agent [1]/state', 'wrak'],
  [derived, '/var/lib/agent 1/state', ''],
  [least, '/run/parsec/parsec.sock', ''],
  ...all.map(([, profile]): [AppArmorProfile, string, string] => [profile, '/proc/sysrq-trigger', '']),
])('compiled, %#: each file has exactly the intended permissions', (profile, path, letters) => {
  parser.needed(() => expect(`${path} ${parser.permissions(profile.render(), path)}`).toBe(`${path} ${letters}`))();
});

test('allows the network only if the app listens or connects', () => {
  const network = (profile: AppArmorProfile): string[] =>
    profile.rules.map((rule) => rule.render()).filter((text) => text.startsWith('network inet '));
  expect(network(least)).toEqual([]);
  expect(network(profileForNeeds({ name: 'a', executables: ['/a'], ports: [Port.udp(5353)] }))).toEqual([
    'network inet dgram,',
  ]);
  expect(network(profileForNeeds({ name: 'a', executables: ['/a'], connects: true }))).toHaveLength(2);
});

test('allows a capability only for a low port', () => {
  expect(derived.render()).toContain('capability net_bind_service,');
  const high = profileForNeeds({ name: 'a', executables: ['/a'], ports: [Port.tcp(1024)] });
  expect(high.render()).not.toContain('capability');
});

test('allows the folder and the socket of Parsec, and unix stream sockets', () => {
  const rules = derived.rules.filter(({ comment }) => comment === 'the Parsec service').map((rule) => rule.render());
  expect(rules).toEqual([
    '/run/parsec/ r,',
    '/run/parsec/parsec.sock rw,',
    'network unix stream,',
    'unix (create, connect, send, receive) type=stream,',
  ]);
});

test('derives a profile from the options of a container', () => {
  const options = {
    image: Image.fromDigest(`registry.example/web@sha256:${'0'.repeat(64)}`),
    ports: [Port.tcp(8080)],
    files: [MountedFiles.fromText('/etc/web', { 'a.conf': 'x' })],
    writableFolders: [WritableFolder.temporary('/data')],
  };
  const profile = AppArmor.derive(options, { name: 'web', executables: ['/web'], parsecSocket });
  expect(profile.render()).toBe(
    profileForNeeds({
      name: 'web',
      executables: ['/web'],
      ports: options.ports,
      readableFolders: ['/etc/web'],
      writableFolders: ['/data'],
      parsecSocket,
    }).render(),
  );
});

test('rejects an empty list of programs', () => {
  expect(() => profileForNeeds({ name: 'a', executables: [] })).toThrow(/list the program/);
});

describe('a restricted profile', () => {
  test('denies what the original profile allowed', () => {
    const restricted = web.restrict({ name: 'web-2', rules: [FileRule.deny('/var/cache/nginx/**', 'w')] });
    expect(restricted.name).toBe('web-2');
    parser.needed(() => expect(parser.permissions(restricted.render(), '/var/cache/nginx/1')).toBe('rk'))();
  });

  test('accepts only deny rules and limits', () => {
    expect(() => web.restrict({ name: 'a', rules: [FileRule.allow('/x', 'r')] })).toThrow(/\/x r, is not a deny rule/);
    const limit = new RlimitRule({ limit: AppArmorRlimit.NOFILE, value: 64 });
    expect(web.restrict({ name: 'a', rules: [limit] }).render()).toContain('set rlimit nofile <= 64,');
  });
});
