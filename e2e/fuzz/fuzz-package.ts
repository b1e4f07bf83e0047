import { AppPackageForm } from '../../src/app-package/app-package-form';
import { anyJson, objectJson } from './json';
import { mutate } from './mutate';
import { signatureHeader, type FuzzPackage } from './package-file';
import type { Random } from './random';
import { fuzzArchive, type FuzzArchive } from './tar-archive';

/** Input for a package: its entries, its payload, and changes of the resulting bytes. */
export interface PackageInput {
  readonly package: FuzzPackage;
  readonly payload: FuzzArchive;
  /** Positions, as fractions of the length. */
  readonly edits: ReadonlyArray<{ readonly at: number; readonly edit: 'flip' | 'cut' | 'insert' | 'zero' }>;
}

/** Returns a random input. Most packages have only one error, because a package with many errors always fails at the first one. */
export function packageInput(random: Random): PackageInput {
  const wrongAt = random.pick(['payload', 'payload', 'payload', 'package', 'signature', 'bytes', 'all']);
  const rate = random.pick([0.05, 0.3]);
  const wrong = (at: string): number => (wrongAt === at ? rate : wrongAt === 'all' ? rate / 3 : 0);
  return {
    package: fuzzPackage(random, wrong('package'), wrong('signature')),
    payload: fuzzArchive(random, wrong('payload')),
    edits:
      wrong('bytes') === 0
        ? []
        : random.list(3, () => ({
            at: random.fraction(),
            edit: random.pick(['flip', 'cut', 'insert', 'zero'] as const),
          })),
  };
}

const STANZAS = [
  '-> grease\n\n',
  '-> X25519\n\n',
  `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`,
  `-> X25519 ${'_'.repeat(43)}\n${'A'.repeat(43)}\n`,
  `-> X25519 ${'A'.repeat(42)}E a b c\n${'A'.repeat(43)}\n`,
  `-> x ${'y'.repeat(5000)}\n\n`,
  `-> x\n${`${'A'.repeat(64)}\n`.repeat(70)}\n`,
  '->\n\n',
  '-> \n\n',
  'text\n',
  '\n',
  '\0\n',
  '---\n',
  '-> x\n--- y\n',
];

function fuzzPackage(random: Random, wrong: number, wrongSignature: number): FuzzPackage {
  const manifest = objectJson(
    random,
    { name: () => '"web"', version: () => '"1.2.3"', more: () => anyJson(random) },
    wrong,
  );
  const name = (): string =>
    random.pick(['m', 'M', 'gateway-7', 'x.lockkey', '', 'a/b', '\u202e', 'constructor', 'e.gz']);
  const header = objectJson(
    random,
    Object.fromEntries(Object.entries(signatureHeader()).map(([key, value]) => [key, () => fieldJson(random, value)])),
    wrongSignature,
  );
  return {
    form: random.pick(Object.values(AppPackageForm)),
    manifest: random.chance(wrong / 2) ? random.pick(['', 'null', '[', '['.repeat(20_000), '\0', '"']) : manifest,
    others: random.chance(wrong)
      ? random.list(3, () => [name(), 'k'.repeat(random.pick([0, 1, 128, 256, 1024, 1025]))] as const)
      : [],
    stanzas: random.chance(wrong)
      ? random
          .list(4, () => random.pick(STANZAS))
          .join('')
          .repeat(random.chance(0.1) ? 50 : 1)
      : '',
    key: random.chance(wrong / 2)
      ? random.pick(['', 'k', 'k'.repeat(64), 'k'.repeat(65), `AGE-SECRET-KEY-1${'Q'.repeat(58)}`, '\0'.repeat(74)])
      : undefined,
    signature:
      wrongSignature === 0 && random.chance(0.7)
        ? null
        : {
            ...(random.chance(wrongSignature * 2) && {
              header: random.chance(0.3) ? mutate(header, random) : random.chance(0.1) ? anyJson(random) : header,
            }),
            ...(random.chance(wrongSignature) && {
              statement: objectJson(random, {
                sha256: () => anyJson(random),
                machines: () => random.pick(['[null]', '[1]', '{}', '[{"name":"m","fingerprint":1}]', anyJson(random)]),
              }),
            }),
          },
    isCompressed: !random.chance(wrong / 3),
  };
}

function fieldJson(random: Random, value: unknown): string {
  if (typeof value !== 'object' || value === null || random.chance(0.5)) return JSON.stringify(value);
  return objectJson(
    random,
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, () => JSON.stringify(item)])),
    0.3,
  );
}

/** Changes some bytes. */
export function edited(bytes: Buffer, edits: PackageInput['edits']): Buffer {
  let result = bytes;
  for (const { at, edit } of edits) {
    if (result.length === 0) return result;
    const place = Math.floor(at * result.length);
    const bit = 1 << (place % 8);
    if (edit === 'cut') result = result.subarray(0, place);
    else if (edit === 'insert')
      result = Buffer.concat([result.subarray(0, place), Buffer.from('x'), result.subarray(place)]);
    else {
      result = Buffer.from(result);
      result.fill(edit === 'zero' ? 0 : (result[place] ?? 0) ^ bit, place, place + 1);
    }
  }
  return result;
}
