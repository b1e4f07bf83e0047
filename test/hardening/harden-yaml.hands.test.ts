import * as fc from 'fast-check';
import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { hardenYaml } from '../../src/hardening/harden-yaml';
import { isObject } from '../../src/kubernetes/manifest';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { document, streamMarks, streamText } from './arbitrary-documents';

const posture = new Posture();
const target = Target.kubernetes('1.30');
const RUNS = Number(process.env['HARDEN_RUNS'] ?? 100);

/** Returns true if the characters of a text are in another text, in their order. */
function isContained(before: string, after: string): boolean {
  let at = 0;
  for (let i = 0; i < after.length; i += 1) if (after[i] === before[at]) at += 1;
  return at >= before.length;
}

test('documents in the style of many hands are hardened exactly, or rejected with a line and a reason', () => {
  const counted = { hardened: 0, kept: 0, rejected: 0, unread: 0 };
  const reasons = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 3 }),
      fc.nat(),
      fc.boolean(),
      streamMarks,
      (values, seed, isPlain, marks) => {
        const text = streamText(values, seed, isPlain, marks);
        const before = readYamlStream(text);
        counted.unread += before.problems.length;
        const { text: hardened, problems, documents } = hardenYaml(text, posture, target);
        if (hardened === undefined) {
          counted.rejected += 1;
          expect(documents).toEqual([]);
          const own = problems.filter(({ message }) => message.includes('cannot be hardened'));
          expect(own.length).toBeGreaterThan(0);
          for (const { line, message } of own) {
            expect(line).toBeGreaterThan(0);
            const reason = message.replace(/"[^"]*"|\*a\d+/g, '…').slice(0, 120);
            reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          }
          return;
        }
        const after = readYamlStream(hardened);
        expect(after.documents.map(({ value }) => value)).toEqual(
          before.documents.map(({ value }) => (isObject(value) ? harden(value, posture, target) : value)),
        );
        expect(after.problems.map(({ message }) => message)).toEqual(before.problems.map(({ message }) => message));
        expect(hardenYaml(hardened, posture, target).text).toBe(hardened);
        expect(documents.map((each) => each.before).join('')).toBe(text);
        counted.hardened += 1;
        // null and empty collections are replaced by their values, and a text in a bundle by its hardened text
        if (!isPlain || text.includes('Bundle')) return;
        counted.kept += 1;
        expect(isContained(text.replace(/[ \t]*(?:\b[Nn]ull\b|~|\{ *\}|\[ *\])/g, ''), hardened)).toBe(true);
      },
    ),
    { seed: Number(process.env['HARDEN_SEED'] ?? 1), numRuns: RUNS },
  );
  if (process.env['HARDEN_RUNS'] !== undefined) console.log(counted, reasons);
  expect(counted.hardened).toBeGreaterThan(RUNS * 0.9);
  expect(counted.kept).toBeGreaterThan(RUNS * 0.2);
  expect(counted.unread).toBeLessThan(RUNS * 0.2);
});
