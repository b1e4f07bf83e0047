import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armoredHelloDenied, armoredHelloUser, helloProfiles } from '../../src/demo/profiles';
import { parser } from '../apparmor/apparmor-parser';

const [user, denied] = [armoredHelloUser().render(), armoredHelloDenied().render()];

test.each(helloProfiles())('$name is the text that was reviewed', (profile) => {
  expect(profile.render()).toBe(readFileSync(join(__dirname, `golden/${profile.name}.apparmor`), 'utf8'));
  parser.needed(() => expect(parser.names(profile.render())).toEqual([profile.name]))();
});

test('the two differ in name, network and the processor alone', () => {
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

test('neither allows a capability', () => {
  expect(user + denied).not.toContain('capability');
});

// what the profile says; root.txt is refused by its mode, as the server runs as another user without capabilities
describe.each([
  ['/usr/local/bin/hello', 'xr', 'xr'],
  ['/usr/local/bin/user.txt', 'r', 'r'],
  ['/usr/local/bin/root.txt', 'r', 'r'],
  ['/etc/passwd', 'r', 'r'],
  ['/proc/sys/kernel/hostname', 'r', 'r'],
  ['/proc/cpuinfo', 'r', ''],
])('%s', (path, underUser, underDenied) => {
  test(`is open to "${underUser}" under user and to "${underDenied}" under denied`, () => {
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
])('both refuse %s for %s', (path, permissions) => {
  parser.needed(() => {
    for (const text of [user, denied])
      expect(parser.permissions(text, path)).not.toMatch(new RegExp(`[${permissions}]`));
  })();
});

test('both let an app write below /tmp, and run from its cgroup', () => {
  parser.needed(() => {
    for (const text of [user, denied]) {
      expect(parser.permissions(text, '/tmp/x')).toContain('w');
      expect(parser.permissions(text, '/sys/fs/cgroup/x')).toContain('k');
    }
  })();
});
