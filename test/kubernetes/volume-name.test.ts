import * as fc from 'fast-check';
import { dnsLabel } from '../../src/kubernetes/syntax';
import { volumeName } from '../../src/kubernetes/volume-name';

describe('the name of a volume', () => {
  test.each([
    ['web/etc/tls', 'web-etc-tls'],
    ['/A_b..c/', 'a-b-c'],
    ['', 'volume'],
    ['///', 'volume'],
    ['a'.repeat(70), 'a'.repeat(63)],
    [`${'a'.repeat(62)}/b`, 'a'.repeat(62)],
  ])('made from %j is %s', (text, name) => {
    expect(volumeName(text, new Set())).toBe(name);
  });

  test('gets a number from 2 on if it is taken', () => {
    expect(volumeName('a', new Set(['a']))).toBe('a-2');
    expect(volumeName('a', new Set(['a', 'a-2']))).toBe('a-3');
    expect(volumeName('a'.repeat(63), new Set(['a'.repeat(63)]))).toBe(`${'a'.repeat(61)}-2`);
  });

  test('is a DNS label that is not taken, for any number of any texts', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.constantFrom('a', 'A', '/a/', 'a'.repeat(63), `${'a'.repeat(60)}/b`),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
        const taken = new Set<string>();
        for (const some of texts) {
          const name = volumeName(some, taken);
          expect(dnsLabel('name', name)).toBeUndefined();
          expect(taken).not.toContain(name);
          taken.add(name);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('is still a DNS label after a thousand others', () => {
    const taken = new Set<string>();
    for (let n = 0; n < 1100; n += 1) taken.add(volumeName('x'.repeat(80), taken));
    expect(taken.size).toBe(1100);
    expect([...taken].filter((name) => dnsLabel('name', name) !== undefined)).toEqual([]);
  });
});
