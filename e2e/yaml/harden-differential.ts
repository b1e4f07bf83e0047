/**
 * Hardens random streams of manifests, and compares the hardened texts with the hardened objects: kubectl's reader must read
 * exactly those objects, every byte of the author must still be there, and hardening again must change nothing. A rejection must
 * have a line and a reason.
 *
 * Usage: harden-differential.ts [--seed N] [--documents N]
 */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { check } from '../../scripts/lib/check';
import { harden } from '../../src/hardening/harden';
import { hardenYaml } from '../../src/hardening/harden-yaml';
import { Posture } from '../../src/hardening/posture';
import { isObject, isSameJson } from '../../src/kubernetes/manifest';
import { Target } from '../../src/kubernetes/target';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { document, streamMarks, streamText } from '../../test/hardening/arbitrary-documents';
import { askKubectl } from './oracle';

const BATCH = 500;
const SHOWN = 10;
const TARGETS = ['1.24', '1.30', '1.35'];

const posture = new Posture();

/** Hardened text, with what kubectl must read in it. */
interface Hardened {
  readonly text: string;
  readonly hardened: string;
  readonly expected: ReadonlyArray<unknown>;
}

class Tally {
  public documents = 0;
  public hardened = 0;
  public compared = 0;
  public kept = 0;
  public failures = 0;
  public readonly refusals = new Map<string, number>();

  public fail(what: string, text: string): void {
    this.failures += 1;
    console.log(`${what}: ${JSON.stringify(text)}`);
  }

  public print(): void {
    console.log(
      `${this.documents} documents: ${this.hardened} texts hardened, ${this.compared} compared with kubectl, ${this.kept} with every byte of the author; ${this.failures} failures`,
    );
    for (const [reason, count] of [...this.refusals].sort(([, a], [, b]) => b - a))
      console.log(`  ${count} rejected: ${reason}`);
  }
}

function failures(): number {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, documents: { type: 'string', default: '20000' } },
  });
  const tally = new Tally();
  console.log(`seed ${values.seed}`);
  for (let batch = 0; tally.documents < Number(values.documents) && tally.failures < SHOWN; batch += 1)
    runBatch(Number(values.seed) * 100_000 + batch, tally);
  tally.print();
  return tally.failures;
}

function runBatch(seed: number, tally: Tally): void {
  const streams = fc.sample(
    fc.tuple(fc.array(document, { minLength: 1, maxLength: 3 }), fc.nat(), fc.boolean(), streamMarks),
    { seed, numRuns: BATCH },
  );
  const hardened = streams.flatMap(([values, style, isPlain, marks], i) => {
    tally.documents += values.length;
    return hardenedOf(streamText(values, style, isPlain, marks), isPlain, TARGETS[i % TARGETS.length]!, tally);
  });
  for (const [i, answer] of askKubectl(hardened.map(({ hardened: text }) => text)).entries()) {
    const { text, expected } = hardened[i]!;
    tally.compared += 1;
    if (answer.error !== undefined) tally.fail(`kubectl rejects it: ${answer.error}`, text);
    else if (!isSameJson(answer.documents, expected)) tally.fail('kubectl reads other objects', text);
  }
}

function hardenedOf(text: string, isPlain: boolean, version: string, tally: Tally): Hardened[] {
  const target = Target.parse(version);
  const before = readYamlStream(text);
  const { text: hardened, problems } = hardenYaml(text, posture, target);
  if (hardened === undefined) {
    const own = problems.filter(({ message, line }) => line > 0 && message.includes('cannot be hardened'));
    if (own.length === 0) tally.fail('it is rejected without a line or a reason', text);
    for (const { message } of own) {
      const reason = message.replace(/"[^"]*"|\*a\d+/g, '…').slice(0, 120);
      tally.refusals.set(reason, (tally.refusals.get(reason) ?? 0) + 1);
    }
    return [];
  }
  tally.hardened += 1;
  if (hardenYaml(hardened, posture, target).text !== hardened) tally.fail('hardening again changes it', text);
  // null and empty collections are replaced by their values, and a text in a bundle by its hardened text
  if (isPlain && !text.includes('Bundle')) {
    tally.kept += 1;
    const bytes = text.replace(/[ \t]*(?:\b[Nn]ull\b|~|\{ *\}|\[ *\])/g, '');
    if (!isContained(bytes, hardened)) tally.fail('bytes of the author are lost', text);
  }
  // kubectl reads no stream to its end in which a document is wrong
  if (before.problems.length > 0) return [];
  const expected = before.documents
    .map(({ value }) => (isObject(value) ? harden(value, posture, target) : value))
    .filter((value) => value !== null);
  return [{ text, hardened, expected }];
}

/** Returns true if the characters of a text are in another text, in their order. */
function isContained(before: string, after: string): boolean {
  let at = 0;
  for (let i = 0; i < after.length; i += 1) if (after[i] === before[at]) at += 1;
  return at >= before.length;
}

check(failures);
