/**
 * Compares our reading of random texts with kubectl's. A text that we accept and read differently is a failure, and so is an
 * ordinary manifest that we reject.
 *
 * Usage: differential.ts [--seed N] [--inputs N | --seconds N]. Without a limit, it runs until it is stopped.
 */
import { parseArgs } from 'node:util';
import { check } from '../../scripts/lib/check';
import { compare } from './comparison';
import { minimized } from './minimized';
import { askKubectl } from './oracle';
import { ordinaryText } from './ordinary-text';
import { Random } from './random';
import { randomText } from './random-text';

const BATCH = 2000;
/** Number of texts of which one is an ordinary manifest. */
const ORDINARY = 20;
const SHOWN = 10;

class Tally {
  public inputs = 0;
  public ordinary = 0;
  public differences = 0;
  public rejected = 0;
  /** Number of texts that we reject and kubectl reads, by reason. */
  public readonly stricter = new Map<string, number>();

  public print(): void {
    console.log(
      `${this.inputs} inputs, ${this.ordinary} of them ordinary manifests: ${this.differences} differences; ${this.rejected} rejected`,
    );
    const reasons = [...this.stricter].sort(([, a], [, b]) => b - a);
    for (const [reason, count] of reasons) console.log(`  ${count} that kubectl reads: ${reason}`);
  }
}

function failures(): number {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, inputs: { type: 'string' }, seconds: { type: 'string' } },
  });
  const seed = Number(values.seed);
  const inputs = Number(values.inputs ?? Infinity);
  const end = Date.now() + Number(values.seconds ?? Infinity) * 1000;
  const tally = new Tally();
  console.log(`seed ${seed}`);
  for (let from = 0; from < inputs && Date.now() < end && tally.differences < SHOWN; from += BATCH)
    runBatch(seed, from, Math.min(from + BATCH, inputs), tally);
  tally.print();
  return tally.differences;
}

function runBatch(seed: number, from: number, to: number, tally: Tally): void {
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  const texts = indices.map((index) => textOf(seed, index));
  for (const [i, answer] of askKubectl(texts).entries()) {
    const text = texts[i]!;
    // some tools write a flow collection with a question mark in a text, but kubectl never reads it
    const isOrdinary = indices[i]! % ORDINARY === 0 && !answer.error;
    const { difference, rejection } = compare(text, answer);
    tally.inputs += 1;
    if (isOrdinary) tally.ordinary += 1;
    if (rejection !== undefined) tally.rejected += 1;
    if (rejection !== undefined && !answer.error) {
      const reason = rejection.replace(/"(?:[^"\\]|\\.)*"|U\+[0-9A-F]{4}|\\\S+|[-+.\d]{2,}\S*/g, '…');
      tally.stricter.set(reason, (tally.stricter.get(reason) ?? 0) + 1);
    }
    if (difference !== undefined || (isOrdinary && rejection !== undefined)) {
      tally.differences += 1;
      report(`seed ${seed}, input ${indices[i]}`, isOrdinary ? text : minimized(text), difference ?? rejection ?? '');
    }
  }
}

function textOf(seed: number, index: number): string {
  const random = new Random(seed, index);
  return index % ORDINARY === 0 ? ordinaryText(random) : randomText(random);
}

function report(where: string, text: string, what: string): void {
  console.log(`${where}: ${escaped(text)}\n  ${escaped(what)}`);
}

/** Returns a text with escapes for the characters that a terminal may not show. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

check(failures);
