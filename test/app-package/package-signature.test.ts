import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { fingerprint } from '../../src/app-package/keys/public-key';
import { signStatement, verifyStatement } from '../../src/app-package/package-signature';
import { signer } from './workbench';

const DIGESTS = { 'MANIFEST.JSON': 'a', 'payload.tar.gz.age': 'b' };
const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** A valid signature with a header of this JSON. */
function signed(header: unknown, statement: unknown = { sha256: DIGESTS }): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const input = `${encode(text)}.${encode(JSON.stringify(statement))}`;
  return `${input}.${sign(null, Buffer.from(input), signer.privateKey).toString('base64url')}`;
}

const jwk = createPublicKey(signer.privateKey).export({ format: 'jwk' });
const HEADER = { alg: 'EdDSA', typ: 'app-package+jws', kid: fingerprint(signer.publicKey), jwk };

test('a signature is valid for its own header and statement', () => {
  expect(verifyStatement(signed(HEADER), DIGESTS)?.signer).toEqual({ algorithm: 'EdDSA', fingerprint: HEADER.kid });
  expect(verifyStatement(signStatement({ sha256: DIGESTS }, signer.privateKey), DIGESTS)).toBeDefined();
});

test.each<[string, unknown]>([
  ['null', null],
  ['a list', []],
  ['a number', 1],
  ['invalid JSON', '{'],
  ['JSON that is nested too deep', `{"a":${'['.repeat(101)}`],
  ...[null, 1, 'x', [], {}, true, { kty: 'oct', k: 'AA' }, { kty: null }, { ...jwk, x: 1 }, { ...jwk, x: '' }].map(
    (value): [string, unknown] => [`jwk ${JSON.stringify(value)}`, { ...HEADER, jwk: value }],
  ),
  ...Object.keys(HEADER).flatMap((key) =>
    [null, 1, [], {}, 'constructor'].map((value): [string, unknown] => [
      `${key} ${JSON.stringify(value)}`,
      { ...HEADER, [key]: value },
    ]),
  ),
  ['crit', { ...HEADER, crit: null }],
  ['__proto__ in place of its keys', `{"__proto__":${JSON.stringify(HEADER)}}`],
])('a header that is or has %s is rejected', (_what, header) => {
  expect(verifyStatement(signed(header), DIGESTS)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['null', null],
  ['machines null', { sha256: DIGESTS, machines: null }],
  ['machines of null', { sha256: DIGESTS, machines: [null] }],
  ['machines of numbers', { sha256: DIGESTS, machines: [1] }],
  ['an object as machines', { sha256: DIGESTS, machines: { length: 1 } }],
  ['other digests', { sha256: { constructor: 'a' } }],
])('a statement that is or has %s is rejected', (_what, statement) => {
  expect(verifyStatement(signed(HEADER, statement), DIGESTS)).toBeUndefined();
});

test('a key that OpenSSL does not support is rejected', () => {
  // more bits than OpenSSL supports
  const large = { kty: 'RSA', n: Buffer.alloc(2049, 0xff).toString('base64url'), e: 'AQAB' };
  const key = createPublicKey({ key: large, format: 'jwk' });
  const header = { alg: 'PS256', typ: HEADER.typ, kid: fingerprint(key), jwk: large };
  const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify({ sha256: DIGESTS }))}`;
  expect(verifyStatement(`${input}.${Buffer.alloc(2049).toString('base64url')}`, DIGESTS)).toBeUndefined();
  const { publicKey } = generateKeyPairSync('x25519');
  const other = { ...HEADER, jwk: publicKey.export({ format: 'jwk' }), kid: fingerprint(publicKey) };
  expect(verifyStatement(signed(other), DIGESTS)).toBeUndefined();
});
