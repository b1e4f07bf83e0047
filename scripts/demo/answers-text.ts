import { printableLine } from '../../src/diagnostics/printable';
import { ENDPOINTS, type Answers, type Endpoint, type Variant } from './outcome';

/** Most lines of an answer. `/proc/cpuinfo` has many, and its first ones are enough. */
const MOST_LINES = 5;

/** Returns every answer of every variant as text. */
export function answersText(answers: ReadonlyArray<readonly [variant: Variant, answers: Answers]>): string {
  return answers
    .flatMap(([variant, of]) => [`${variant}:`, ...ENDPOINTS.flatMap((endpoint) => linesOf(endpoint, of)), ''])
    .join('\n');
}

function linesOf(endpoint: Endpoint, answers: Answers): string[] {
  const answer = answers[endpoint];
  if ('failure' in answer) return [`  ${endpoint}: no answer: ${answer.failure}`];
  const lines = answer.body.trimEnd().split('\n').slice(0, MOST_LINES);
  return [
    `  ${endpoint}: ${answer.status}`,
    ...lines.map((line) => `    ${printableLine(line.trimEnd().replaceAll('\t', ' '))}`),
  ];
}
