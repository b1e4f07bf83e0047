import * as fc from 'fast-check';
import { manifest } from './arbitrary-manifests';
import { Hand } from './written-by-hand';

const phrase = fc.constantFrom(
  ...[
    'a',
    'a b c',
    'exec server --a=1 --b=2',
    '--- x',
    'x: y # z',
    '- a',
    'yes',
    '0755',
    '{{ x }}',
    "it's",
    '"q"',
    'é ☃ 😀',
  ],
  ...[
    'line one\nline two',
    'a\n---\nb',
    'x\n\n  y\nz',
    '',
    ' ',
    'tab\tin',
    '...',
    '*a',
    '&a',
    '!x',
    '%TAG',
    '@x',
    '`',
    '|',
    '>',
  ],
);

/** Manifest with texts and values of other kinds beside the fields of Kubernetes. */
export const document = fc
  .tuple(
    manifest,
    fc.dictionary(
      phrase.filter((key) => key !== ''),
      fc.oneof(phrase, fc.integer(), fc.boolean(), fc.constant(null)),
      { maxKeys: 4 },
    ),
    fc.array(fc.oneof(phrase, fc.array(phrase, { maxLength: 2 }), fc.record({ a: phrase, b: phrase })), {
      maxLength: 4,
    }),
  )
  .map(([object, data, list]) => ({ ...object, data, list }));

/** Marks of a stream of documents, and of its lines. */
interface StreamMarks {
  readonly isDos: boolean;
  readonly endsLine: boolean;
  readonly hasMark: boolean;
  readonly hasOrderMark: boolean;
}

export const streamMarks: fc.Arbitrary<StreamMarks> = fc.record({
  isDos: fc.boolean(),
  endsLine: fc.boolean(),
  hasMark: fc.boolean(),
  hasOrderMark: fc.boolean(),
});

/** Returns values as a stream in the style of one hand. */
export function streamText(
  values: ReadonlyArray<unknown>,
  seed: number,
  isPlain: boolean,
  { isDos, endsLine, hasMark, hasOrderMark }: StreamMarks,
): string {
  const hand = new Hand(seed, isPlain);
  const joined = values
    .map(
      (value, i) =>
        (i > 0 || hasMark ? hand.pick('---\n', '--- # x\n', '---\t\n') : '') +
        new Hand(seed + i, isPlain).document(value),
    )
    .join(hand.pick('', '...\n', '# between\n'));
  const ended = endsLine ? joined : joined.replace(/\n$/, '');
  return (hasOrderMark ? '\ufeff' : '') + (isDos ? ended.replace(/\n/g, '\r\n') : ended);
}
