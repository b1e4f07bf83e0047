import * as fc from 'fast-check';
import { InputError } from '../../src/diagnostics/input-error';
import { Image, ImagePullPolicy } from '../../src/supply-chain/image';
import { codePoint } from '../code-point';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const REASON = 'for the tests of it';

const letters = (all: string, min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...all), minLength: min, maxLength: max });
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ANY = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

// the grammar in distribution/reference/reference.go
const separator = fc.constantFrom('.', '_', '__', '-', '--', '---');
const component = fc
  .tuple(letters(LOWER, 1, 6), fc.array(fc.tuple(separator, letters(LOWER, 1, 4)), { maxLength: 2 }))
  .map(([head, rest]) => head + rest.map(([s, t]) => s + t).join(''));
const label = fc.tuple(letters(ANY, 1, 3), letters(`${ANY}-`, 0, 3), letters(ANY, 1, 2)).map((parts) => parts.join(''));
const port = fc.integer({ min: 1, max: 65535 }).map((n) => `:${n}`);
const host = fc.oneof(
  fc
    .tuple(
      fc.array(label, { minLength: 2, maxLength: 3 }).map((all) => all.join('.')),
      fc.option(port, { nil: '' }),
    )
    .map((p) => p.join('')),
  fc.tuple(label, port).map((p) => p.join('')),
  fc.tuple(fc.constantFrom('localhost', '[::1]', '[2001:db8::1]', '10.0.0.1'), port).map((p) => p.join('')),
  fc.constant('localhost'),
);
const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((all) => all.join('/'));
const tag = fc.tuple(letters(`${ANY}_`, 1, 1), letters(`${ANY}_.-`, 0, 12)).map((p) => `:${p.join('')}`);
const HEX = '0123456789abcdef';
const digest = fc.oneof(
  letters(HEX, 64, 64).map((hex) => `@sha256:${hex}`),
  letters(HEX, 128, 128).map((hex) => `@sha512:${hex}`),
);
const some = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.option(part, { nil: '' });
const reference = fc.tuple(some(host.map((h) => `${h}/`)), path, some(tag), some(digest)).map((p) => p.join(''));

describe('an image reference', () => {
  test('of the grammar is accepted unchanged by each factory whose parts it has', () => {
    fc.assert(
      fc.property(fc.tuple(host, path, some(tag), digest), ([h, p, t, d]) => {
        const text = `${h}/${p}${t}${d}`;
        expect(Image.fromDigest(text)).toMatchObject({
          reference: text,
          pullPolicy: 'IfNotPresent',
          acknowledgements: [],
        });
      }),
      { numRuns: 500, seed: 1 },
    );
    fc.assert(
      fc.property(reference, (text) => {
        expect(Image.onGateway(text)).toMatchObject({ reference: text, pullPolicy: 'Never' });
      }),
      { numRuns: 500, seed: 2 },
    );
    fc.assert(
      fc.property(fc.tuple(some(host.map((h) => `${h}/`)), path, tag), (parts) => {
        expect(Image.fromTag(parts.join(''), REASON)).toMatchObject({
          reference: parts.join(''),
          pullPolicy: 'Always',
        });
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test('that is broken in one place, or is random text, causes only an InputError', () => {
    const broken = fc
      .tuple(reference, fc.nat(), fc.constantFrom('', '/', ':', '@', '.', '-', '_', ' ', 'A', '\n', '\u0000', 'é'))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
    const kinds: ((text: string) => Image)[] = [
      (text) => Image.fromDigest(text),
      (text) => Image.onGateway(text),
      (text) => Image.fromTag(text, REASON),
    ];
    for (const make of kinds) {
      fc.assert(
        fc.property(fc.oneof(broken, fc.string(), fc.string({ unit: codePoint })), (text) => {
          try {
            expect(make(text).reference).toBe(text);
            expect(text).toMatch(/^[A-Za-z0-9/:@._[\]-]+$/);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }),
        { numRuns: 700, seed: 4 },
      );
    }
  });

  test.each([
    '',
    '/',
    'a/',
    '/a',
    'a//b',
    'A',
    'a:',
    'a:-b',
    `a:${'t'.repeat(129)}`,
    'a@',
    'a@sha256:',
    `a@sha256:${'0'.repeat(63)}`,
    `a@sha256:${'0'.repeat(65)}`,
    `a@sha256:${'A'.repeat(64)}`,
    `a@sha512:${'0'.repeat(64)}`,
    'a b',
    'a..b',
    'a___b',
    '.a',
    'a.',
    '-a',
    'http://a/b',
    'a/B',
    'Acme/web',
    `${'a'.repeat(100)}.io/${'b'.repeat(152)}`,
    '[::1]',
    'a:b:c',
    'ghcr.io:port/a',
    'ghcr.io:123456/a',
    'a@b',
    ' a',
    'a ',
    'a\n',
  ])('must not be %j', (text) => {
    const problem = `Image: image must be [registry/]repository[:tag][@sha256:<64 hex digits> or @sha512:<128 hex digits>] in lower case, got `;
    expect(() => Image.onGateway(text)).toThrow(problem);
    expect(() => Image.fromTag(text, REASON)).toThrow(problem);
    expect(() => Image.fromDigest(text)).toThrow(problem);
  });

  test('can have a name of at most 255 characters', () => {
    const name = (length: number): string => `ghcr.io/${'a'.repeat(length - 8)}`;
    expect(() => Image.onGateway(name(255))).not.toThrow();
    expect(() => Image.onGateway(name(256))).toThrow(InputError);
    expect(() => Image.onGateway('a'.repeat(255))).not.toThrow();
    expect(() => Image.onGateway('a'.repeat(256))).toThrow(InputError);
  });

  test('is rejected in a short time, even if it is very long', () => {
    for (const text of [
      'a'.repeat(100000),
      'a.'.repeat(50000),
      'a-'.repeat(50000),
      'a/'.repeat(50000),
      '-'.repeat(100000),
    ])
      expect(() => Image.onGateway(text)).toThrow(InputError);
  });
});

describe('an image by digest', () => {
  test.each([
    [`web@${DIGEST}`, 'docker.io/library/web@'],
    [`acme/web@${DIGEST}`, 'docker.io/acme/web@'],
  ])('rejects the short name %s, and suggests one with its registry', (text, fix) => {
    expect(() => Image.fromDigest(text)).toThrow(
      new RegExp(`^Image: image must name its registry, got ".*: write "${fix}.*, because each runtime completes`),
    );
  });

  test('must have a digest', () => {
    expect(() => Image.fromDigest('ghcr.io/acme/web:1')).toThrow(
      'Image: image must have a digest, got "ghcr.io/acme/web:1": append "@sha256:…" (docker buildx imagetools inspect shows it), or use Image.fromTag with a reason',
    );
    expect(() => Image.fromDigest('web')).toThrow(
      /^Image: 2 problems\n {2}- image must have a digest.*\n {2}- image must name its registry/,
    );
  });
});

describe('an image by tag', () => {
  test('is accepted with a reason', () => {
    const { acknowledgements, pullPolicy } = Image.fromTag('ghcr.io/acme/web:1', REASON);
    expect(acknowledgements).toEqual([expect.objectContaining({ rule: 'image-digest', reason: REASON })]);
    expect(pullPolicy).toBe(ImagePullPolicy.ALWAYS);
  });

  test('must have a tag and a reason, and no digest', () => {
    expect(() => Image.fromTag('ghcr.io/acme/web', REASON)).toThrow(
      'Image: image must have a tag, got "ghcr.io/acme/web": without one, a runtime uses "latest"',
    );
    expect(() => Image.fromTag('ghcr.io/acme/web:1', 'because')).toThrow(
      /reason must have at least 10 characters, got "because"/,
    );
    expect(() => Image.fromTag(`ghcr.io/acme/web:1@${DIGEST}`, REASON)).toThrow(
      /: image must not have a digest, got ".*: use Image\.fromDigest$/,
    );
  });
});
