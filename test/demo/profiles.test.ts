import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armoredHelloDenied, armoredHelloUser, helloProfiles } from '../../src/demo/profiles';
import { parser } from '../apparmor/apparmor-parser';

const [user, denied] = [armoredHelloUser().render(), armoredHelloDenied().render()];

test.each(helloProfiles())('$name is equal to the golden file', (profile) => {
  expect(profile.render()).toBe(readFileSync(join(__dirname, `golden/${profile.name}.apparmor`), 'utf8'));
  parser.needed(() => expect(parser.names(profile.render())).toEqual([profile.name]))();
});

test('the profiles differ only in name, network and the processor', () => {
  const lines = (text: string): string[] => text.split('\n').filter((line) => !line.includes('#') && line !== '');
  const only = (a: string, b: string): string[] => lines(a).filter((line) => !lines(b).includes(line));
  expect(only(user, denied)).toEqual([
    expect.stringContaining('profile armored-hello-user '),
    '  network inet tcp,',
    '  network inet udp,',
  ]);
  expect(only(denied, user)).toEqual([
    expect.stringContaining('profile armored-hello-denied '),
    '  network,',
    '  deny @{PROC}/cpuinfo rw,',
  ]);
});

test('no profile allows a capability', () => {
  expect(user + denied).not.toContain('capability');
});

// permissions of the profiles: root.txt is denied by its mode, because the server runs as another user without capabilities
describe.each([
  ['/usr/local/bin/hello', 'xr', 'xr'],
  ['/usr/local/bin/user.txt', 'r', 'r'],
  ['/usr/local/bin/root.txt', 'r', 'r'],
  ['/etc/passwd', 'r', 'r'],
  ['/proc/sys/kernel/hostname', 'r', 'r'],
  ['/proc/cpuinfo', 'r', ''],
])('%s', (path, underUser, underDenied) => {
  test(`allows "${underUser}" in armored-hello-user and "${underDenied}" in armored-hello-denied`, () => {
    parser.needed(() => {
      const open = (text: string): string =>
        [...parser.permissions(text, path)].filter((p) => underUser.includes(p)).join('');
      expect([open(user), open(denied)]).toEqual([underUser, underDenied]);
    })();
  });
});

test.each([
  ['/usr/local/bin/hello', 'w'],
  ['/etc/passwd', 'w'],
  ['/proc/sys/kernel/core_pattern', 'w'],
  ['/proc/sysrq-trigger', 'rw'],
  ['/proc/kcore', 'r'],
  ['/bin/sh', 'rx'],
  ['/usr/bin/dash', 'rx'],
  ['/usr/bin/top', 'rx'],
  ['/sys/kernel/security/apparmor/.load', 'rw'],
  ['/sys/firmware/efi/efivars/x', 'rw'],
  ['/sys/class/x', 'wkx'],
])('both profiles deny %s with %s', (path, permissions) => {
  parser.needed(() => {
    for (const text of [user, denied])
      expect(parser.permissions(text, path)).not.toMatch(new RegExp(`[${permissions}]`));
  })();
});

test('both profiles allow an app to write below /tmp, and to run from its cgroup', () => {
  parser.needed(() => {
    for (const text of [user, denied]) {
      expect(parser.permissions(text, '/tmp/x')).toContain('w');
      expect(parser.permissions(text, '/sys/fs/cgroup/x')).toContain('k');
    }
  })();
});
