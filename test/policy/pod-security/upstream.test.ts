import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusals } from '../judging';
import { PODS } from './pods';

/** Reasons of a level from a version on, until the next version in the record. */
type Verdicts = Readonly<Record<'baseline' | 'restricted', Readonly<Record<string, string[]>>>>;

/** Verdicts of the code of k8s.io/pod-security-admission v0.37.2 for the same pods, with the defaults of the API server. */
const upstream = JSON.parse(readFileSync(join(__dirname, 'upstream.json'), 'utf8')) as Readonly<
  Record<string, Verdicts>
>;

const VERSIONS = Array.from({ length: 38 }, (_, minor) => `1.${minor}`);

test('has a verdict of upstream for every pod', () => {
  expect(Object.keys(upstream)).toEqual(Object.keys(PODS));
});

describe.each(['baseline', 'restricted'] as const)('%s gives the verdict of upstream', (level) => {
  test.each(Object.keys(PODS))('of %s, from 1.0 to 1.37', (name) => {
    const expected: Record<string, string[]> = {};
    const actual: Record<string, string[]> = {};
    let verdict: string[] = [];
    for (const version of VERSIONS) {
      verdict = upstream[name]![level][version] ?? verdict;
      expected[version] = verdict;
      actual[version] = refusals(level, version, PODS[name]!).map((r) => `${r.reason} (${r.detail})`);
    }
    expect(actual).toEqual(expected);
  });
});
