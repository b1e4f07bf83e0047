import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import type { Random } from './random';
import { SEEDS } from './seeds';

/** Returns a manifest in the style of tools and people. */
export function ordinaryText(random: Random): string {
  const count = 1 + random.below(3);
  const documents = Array.from({ length: count }, () => written(manifest(random), random));
  if (random.chance(0.2)) documents.push(random.pick(SEEDS));
  const isJson = documents.every(isJsonText);
  const text =
    isJson && random.chance(0.5)
      ? documents.join('\n')
      : documents.join(random.pick(['---\n', '---\n# Source: a.yaml\n', '--- # b\n']));
  const begun = random.chance(0.3) && !isJson ? `---\n${text}` : text;
  return random.chance(0.1) && !begun.includes('\r') ? begun.replace(/\n/g, '\r\n') : begun;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function written(value: object, random: Random): string {
  switch (random.below(5)) {
    case 0:
      return `${JSON.stringify(value, null, random.pick([0, 2]))}\n`;
    case 1:
      return dump(value, {
        lineWidth: random.pick([-1, 80]),
        noRefs: random.chance(0.5),
        flowLevel: random.pick([-1, 3]),
      });
    default:
      return stringify(value, {
        version: '1.1',
        lineWidth: random.pick([0, 80]),
        collectionStyle: random.chance(0.1) ? 'flow' : 'any',
        indentSeq: random.chance(0.5),
        defaultStringType: random.pick(['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE']),
        singleQuote: random.chance(0.5) ? null : random.chance(0.5),
      });
  }
}

const TEXTS = [
  ...[
    'web',
    'registry.example/web:1',
    'true',
    'yes',
    '1',
    '0755',
    '1e3',
    '',
    '-',
    ':',
    '#',
    '&a',
    '*',
    '- a',
    'a: b',
    '~',
    'null',
    '1:30',
    '2020-01-01',
  ],
  ...[
    'two words',
    'a\nb',
    'a\n\nb\n',
    '  a',
    'a  ',
    "it's",
    '"quoted"',
    'ünïcode',
    '😀',
    '日本',
    '$(VAR)',
    '{{ x }}',
    '[a]',
    '%',
    '@a',
    '!x',
    'http://x/y?a=b#c',
  ],
  ...[
    '#!/bin/sh\nset -e\n\n  echo "$1"\nexit 0\n',
    'x'.repeat(120),
    `${'word '.repeat(40)}end`,
    '{"a": [1, 2]}',
    '=',
    '<<',
    '\t',
    '0x1F',
    '.5',
    'key: |',
  ],
];

function manifest(random: Random): object {
  return {
    apiVersion: random.pick(['v1', 'apps/v1']),
    kind: random.pick(['ConfigMap', 'Pod', 'Deployment']),
    metadata: { name: 'a', annotations: texts(random) },
    spec: value(random, 3),
    data: texts(random),
  };
}

function texts(random: Random): object {
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, (_, i) => [
      `${random.pick(['key', 'a.b/c', 'a_b', 'x-y'])}${i}`,
      random.pick(TEXTS),
    ]),
  );
}

function value(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.3))
    return random.pick<unknown>([true, false, null, 0, -1, 8080, 0.5, 4294967295, random.pick(TEXTS), {}, []]);
  const items = Array.from({ length: 1 + random.below(3) }, () => value(random, depth - 1));
  return random.chance(0.4) ? items : Object.fromEntries(items.map((item, i) => [`field${i}`, item]));
}
