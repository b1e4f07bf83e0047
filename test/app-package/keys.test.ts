import * as fs from 'node:fs';
import { generateKeyPairFiles } from '../../src/app-package/keys/generate-key-pair';
import { KeyPadding } from '../../src/app-package/keys/key-padding';
import { ParsecMachineKey } from '../../src/app-package/keys/parsec-machine-key';
import { readPrivateKey } from '../../src/app-package/keys/private-key';
import { readPublicKey, wrapKey } from '../../src/app-package/keys/public-key';
import { failure, keyPair, machineKey, open, pack, readFiles, signer, temporaryFolder, writeFiles } from './workbench';

const folder = temporaryFolder();
const noPassphrase = (): Promise<string> => Promise.reject(new Error('asked for'));

test('a new key is for its user alone, and never overwritten', async () => {
  const files = await generateKeyPairFiles('gateway-7', folder.path('keys'), 'a passphrase');
  expect(fs.statSync(files.privateKey).mode & 0o777).toBe(0o600);
  const before = fs.readFileSync(files.privateKey);
  expect(await failure(generateKeyPairFiles('gateway-7', folder.path('keys')))).toContain(
    'is there already: a key is never overwritten',
  );
  expect(fs.readFileSync(files.privateKey).equals(before)).toBe(true);
  const { key, warnings } = await readPrivateKey(files.privateKey, () => Promise.resolve('a passphrase'));
  expect([key.asymmetricKeyDetails?.modulusLength, warnings]).toEqual([4096, []]);
  expect(await failure(readPrivateKey(files.privateKey, () => Promise.resolve('another')))).toContain(
    'cannot be read with this passphrase',
  );
}, 60_000);

test('a private key that others may read is warned of', async () => {
  const pem = signer.privateKey.export({ type: 'pkcs8', format: 'pem' });
  fs.writeFileSync(folder.path('k.pem'), pem, { mode: 0o640 });
  const { warnings } = await readPrivateKey(folder.path('k.pem'), noPassphrase);
  expect(warnings).toEqual([
    `private key ${JSON.stringify(folder.path('k.pem'))}: others may read it (mode 640): run "chmod 600" on it`,
  ]);
});

test('what is no key is refused', async () => {
  writeFiles(folder.path(), { 'k.pem': 'text', 'p.pem': signer.privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  expect(await failure(readPrivateKey(folder.path('k.pem'), noPassphrase))).toContain('is no private key in PEM');
  expect(await failure(readPrivateKey(folder.path('none'), noPassphrase))).toContain('does not exist');
  expect(() => readPublicKey(folder.path('k.pem'))).toThrow('is no public key in PEM');
  expect(() => readPublicKey(folder.path('p.pem'))).toThrow('is a private key: give the file that ends in .pub.pem');
});

test.each(Object.values(KeyPadding))('a key wrapped with %s is unwrapped by its own machine alone', async (padding) => {
  const wrapped = wrapKey(keyPair('gateway-7').publicKey, Buffer.from('some key'), padding);
  expect((await machineKey('gateway-7').unwrap(wrapped, padding))?.toString()).toBe('some key');
  for (const bytes of [wrapped.subarray(1), Buffer.alloc(256, 0xff), Buffer.alloc(0), Buffer.alloc(256)])
    expect(await machineKey('gateway-7').unwrap(bytes, padding)).toBeUndefined();
  expect((await machineKey('other').unwrap(wrapped, padding))?.toString()).not.toBe('some key');
});

describe('a key that Parsec keeps', () => {
  /** A parsec-tool that says what the real one says. */
  function tool(script: string): string {
    fs.writeFileSync(folder.path('parsec-tool'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return folder.path('parsec-tool');
  }

  test('opens a sealed package', async () => {
    writeFiles(folder.path('files'), { a: 'text' });
    fs.writeFileSync(folder.path('key.pem'), keyPair('gateway-7').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const decrypt = `openssl pkeyutl -decrypt -inkey ${folder.path('key.pem')} -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256`;
    const parsec = tool(`[ "$1 $2 $3" = 'decrypt --key-name edge' ] && echo "$4" | base64 -d | ${decrypt} && echo`);
    const opener = { machine: 'gateway-7', key: new ParsecMachineKey('edge', parsec) };
    await open(await pack(folder.path('files'), folder.path('p')), folder.path('out'), { opener });
    expect(readFiles(folder.path('out'))).toEqual({ a: 'text' });
  });

  test.each([
    ['is not there', '(ParsecClientError(Client(NotFound)))', 'Parsec key "edge": cannot be used: Subcommand failed'],
    ['cannot be reached', 'Error spinning up the BasicClient', 'Parsec key "edge": cannot be used: Subcommand failed'],
    ['is another one', '(PsaErrorCommunicationFailure)', 'no failure'],
  ])('that %s is told apart', async (_, words, message) => {
    const key = new ParsecMachineKey(
      'edge',
      tool(`echo "[ERROR parsec_tool] Subcommand failed: ${words}" >&2; exit 1`),
    );
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.OAEP_SHA256))).toContain(message);
  });

  test('needs parsec-tool, and a sealed package', async () => {
    const key = new ParsecMachineKey('edge', folder.path('none'));
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.OAEP_SHA256))).toContain('which is not there');
    expect(await failure(key.unwrap(Buffer.from('x'), KeyPadding.PKCS1_V1_5))).toContain('seal the package');
  });
});
