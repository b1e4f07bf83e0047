import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { gatewayFiles } from '../../src/gateway/gateway-files';
import { GatewayPreparation } from '../../src/gateway/gateway-preparation';
import { ParsecProvider, ParsecRelease } from '../../src/gateway/parsec-release';
import { preparationScript } from '../../src/gateway/preparation-script';
import { IdentityRegistry } from '../../src/gateway/identity-registry';
import { shellQuote } from '../../src/gateway/shell-quote';
import { codePoint } from '../code-point';

const registry = IdentityRegistry._empty('edge-identities.json')
  ._assign('signer', 'gateway-7')
  ._assign('reader')
  ._assign('gone', 'gateway-7')
  ._assign('other', 'gateway-8')
  ._retire('gone', 'gateway-7', '2026-03-01');
const script = (props: object = {}): string =>
  new GatewayPreparation({ registry, gateway: 'gateway-7', ...props }).toShellScript();

const SETUPS = Object.values(ParsecRelease).flatMap((release) =>
  Object.values(ParsecProvider).map((provider) => [release, provider] as const),
);

const golden = (name: string): string => readFileSync(join(__dirname, 'golden', name), 'utf8');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'gateway-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the script that prepares a gateway', () => {
  test('is equal to the golden file', () => {
    expect(script()).toBe(golden('prepare.sh'));
  });

  test('is equal to the golden file for Izuma and a token', () => {
    const props = { release: ParsecRelease.IZUMA, provider: ParsecProvider.PKCS11, groupId: 1300 };
    expect(new GatewayPreparation(props).toShellScript()).toBe(golden('prepare-izuma-pkcs11.sh'));
  });

  test('creates only the users of its gateway and of every gateway', () => {
    const users = (text: string): string[] => [...text.matchAll(/want_user (edge-\d+)/g)].map(([, user]) => user ?? '');
    expect(users(script())).toEqual(['edge-10000', 'edge-10001']);
    expect(users(script({ gateway: 'gateway-8' }))).toEqual(['edge-10001', 'edge-10003']);
    expect(users(script({ gateway: undefined }))).toEqual(['edge-10001']);
    expect(users(script({ registry: undefined }))).toEqual([]);
  });

  test('looks only for keys of the users that were retired on its gateway', () => {
    expect(script()).toContain("want_no_keys 10002 gone 'parsec-tool delete-client --client 10002'");
    expect(script({ gateway: 'gateway-8' })).not.toContain('want_no_keys 10002');
  });

  test('gives the accounts of a trial its end, and reports when it is over', () => {
    const text = script({ expires: '2026-12-08' });
    expect(text).toContain("want_user edge-10000 10000 10000 'signer, trial until 2026-12-08' 2026-12-08 20795\n");
    expect(text).toContain('\n  want_trial 2026-12-08 20795\n');
    expect(text).toContain('--group-id 1206 --expires 2026-12-08\n');
    expect(new Date(20795 * 86_400_000).toISOString()).toMatch(/^2026-12-08T00:00/);
    expect(script()).not.toMatch(/want_trial|trial until/);
  });

  test('creates an administrator that is not root', () => {
    for (const [release, provider] of SETUPS)
      expect(script({ release, provider })).toContain('admins = [ { name = "1207" } ]');
  });

  test.each([
    [ParsecRelease.V1_5, ParsecProvider.TPM, '--provider 3 generate-random'],
    [ParsecRelease.V1_5, ParsecProvider.SOFTWARE, '--provider 1 generate-random'],
    [ParsecRelease.V1_5, ParsecProvider.PKCS11, '--provider 2 generate-random'],
    [ParsecRelease.IZUMA, ParsecProvider.TPM, '--provider 3 sign'],
    [ParsecRelease.IZUMA, ParsecProvider.SOFTWARE, '--provider 1 sign'],
  ])('checks that Parsec %s with the provider %s can use a key', (release, provider, work) => {
    const health = gatewayFiles({ release, provider, groupId: 1206 }).find(({ path }) => path.endsWith('/health'));
    expect(health?.text).toContain(`parsec-tool ${work}`);
    expect(health?.text.includes('TPM2_PT_LOCKOUT_COUNTER')).toBe(provider === ParsecProvider.TPM);
  });

  test.each([
    [{ gateway: 'Gateway 7' }, /^GatewayPreparation: gateway must be at most 253 .* got "Gateway 7"/],
    [{ groupId: 0 }, 'groupId must not be 0, the group of root'],
    [{ groupId: -1 }, 'groupId must be a whole number'],
    [{ groupId: 2 ** 31 }, 'groupId must be a whole number'],
    [{ groupId: 10000 }, 'groupId must not be 10000, the group of app "signer"'],
    [{ groupId: 0, gateway: '' }, '2 problems'],
    [{ expires: '7d' }, 'expires must be a day in the form YYYY-MM-DD, got "7d"'],
    [{ expires: '2026-02-30' }, 'expires must be a day'],
  ])('is rejected for %p', (props, message) => {
    expect(() => script(props)).toThrow(message);
  });

  test('is unchanged in the cloud-init configuration', () => {
    const text = new GatewayPreparation({ registry, gateway: 'gateway-7' }).toCloudInit();
    expect(text.startsWith('#cloud-config\n')).toBe(true);
    expect(text).toContain('content: |\n');
    expect(parse(text)).toEqual({
      write_files: [{ path: '/etc/secure-edge/prepare', permissions: '0700', content: script() }],
      runcmd: [['/etc/secure-edge/prepare']],
    });
  });
});

/** Texts that break wrong quoting, and random texts. A shell can pass on every character except NUL. */
const hostile = fc
  .oneof(
    fc.string({ unit: codePoint, maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          '`',
          '$',
          '$(touch broken)',
          '`touch broken`',
          '\n',
          '\\',
          ';',
          '&',
          '\r',
          'END',
          ' ',
          '#',
          '-',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
    fc.constantFrom("'; touch broken; '", '\ntouch broken\n', "'\ntouch broken\n'", '\nEND\ntouch broken\n'),
  )
  .map((text) => text.replaceAll('\0', ''))
  .filter((text) => !/\p{Surrogate}/u.test(text));

function sh(text: string): string {
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-eu'], { input: text, encoding: 'utf8', cwd: folder });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

test('every quoted text is one word of the shell', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 50 }), (texts) => {
      expect(
        sh(`printf '%s\\0' ${texts.map(shellQuote).join(' ')}`)
          .split('\0')
          .slice(0, -1),
      ).toEqual(texts);
      expect(existsSync(join(folder, 'broken'))).toBe(false);
    }),
    { numRuns: 20 },
  );
});

/** Steps of the script that only print each user and each retired user. */
const STUBS = `
for step in want_program want_group want_folder want_access want_enabled want_running refuse field setting as_admin bound; do
  eval "$step() { :; }"
done
differs() { false; }
want_file() { cat >/dev/null; }
want_user() { printf '%s\\0' "$4"; }
want_no_login() { :; }
want_no_keys() { printf '%s\\0' "$2" "$3"; }
prepare
`;

test('no name breaks the quoting of the script, even if a registry accepted it', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (gateway, app, gone, command) => {
      const text = preparationScript({
        gateway,
        expires: '2026-12-08',
        identities: [{ uid: 10000, app }],
        retired: [{ uid: 10001, app: gone, date: '2026-03-01', command }],
        release: ParsecRelease.V1_5,
        provider: ParsecProvider.TPM,
        groupId: 1206,
      });
      const [steps] = text.split('\nif [ $# -gt 1 ]');
      expect(sh(`${steps}\n${STUBS}`).split('\0')).toEqual([
        'Parsec service',
        'Parsec administrator',
        `${app}, trial until 2026-12-08`,
        gone,
        command,
        '',
      ]);
      expect(existsSync(join(folder, 'broken'))).toBe(false);
    }),
    { numRuns: 30 },
  );
}, 60_000);
