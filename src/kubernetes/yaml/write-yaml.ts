import type { Document, Scalar, Tags } from 'yaml';
import { UNCARRIED } from '../syntax';
import { isPlainText } from './yaml-stream';

/** Style of a YAML text. */
export interface YamlStyle {
  /**
   * Version of YAML whose readers must read every text as that text, beside kubectl.
   * @default "1.1"
   */
  readonly version?: '1.1' | '1.2';

  /**
   * Puts lists to the right of their key, and not right below it.
   * @default true
   */
  readonly indentsLists?: boolean;
}

/**
 * Characters that no YAML or JSON text of this library contains as they are: controls, and what some reader takes for a
 * line break, drops or cannot decode. Tab and line feed are left out.
 */
const ESCAPED = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f]|${UNCARRIED.source}`, 'u');

const ALL_ESCAPED = new RegExp(ESCAPED, 'gu');

/** Lines that every reader takes from a block the same way: the first shows the indentation, and the last has one end or none. */
const BLOCK = /^[^\s].*[^\s]\n?$/s;

/** What some reader takes for a number once underscores are left out, whatever the case of its prefix. */
const NUMBER = /^[-+]*(0[xob][0-9a-f]*|[0-9]*(\.[0-9]*)?(e[-+]?[0-9]+)?)$/i;

/** Words and paths, which no reader takes for structure between braces. */
const FLOW_WORD = /^[A-Za-z0-9/][-A-Za-z0-9./_]*$/;

/**
 * Writes a value as YAML, without folded lines. The text reads as the same value in kubectl and in readers of the given
 * version: a text that may stand for something else, or that holds a character which some reader drops or takes for a line
 * break, is in double quotes, with that character escaped. Keys too.
 *
 * Loads the `yaml` library at the first call: most commands write no YAML.
 */
export function writeYaml(value: unknown, style: YamlStyle = {}): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Document, visit } = require('yaml') as typeof import('yaml');
  const { version = '1.1' } = style;
  const document = new Document(value, { version, customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      const text = node.value;
      if (typeof text !== 'string') return;
      // a text alone in its document has no indentation for lines of its own
      const isQuoted = isSpecial(text) || (text.includes('\n') && (key === null || !BLOCK.test(text)));
      if (isQuoted) node.type = 'QUOTE_DOUBLE' satisfies Scalar.Type;
    },
  });
  return writeDocument(document, style);
}

/**
 * Writes a document of the `yaml` library, with its comments, by {@link writeYaml}'s rule for characters. Each of those
 * characters has to be in a text in double quotes.
 */
export function writeDocument(document: Document, { indentsLists = true }: Omit<YamlStyle, 'version'>): string {
  // the document begins with a directive otherwise
  document.directives = undefined;
  return escaped(document.toString({ lineWidth: 0, indentSeq: indentsLists, doubleQuotedAsJSON: true }));
}

/** Writes a value as YAML in one line, its maps in braces and its lists in brackets, by {@link writeYaml}'s rules. */
export function writeFlow(value: unknown): string {
  if (typeof value === 'string') return FLOW_WORD.test(value) && !isSpecial(value) ? value : writeJson(value);
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, item]) => `${writeFlow(key)}: ${writeFlow(item)}`);
  return `{${pairs.join(', ')}}`;
}

/** Writes a value as JSON that is also YAML of the same value, by {@link writeYaml}'s rule for characters. */
export function writeJson(value: unknown, indent?: string | number): string {
  return escaped(JSON.stringify(value, null, indent));
}

/** Whether some reader takes a text without quotes for something else, or cannot read it. */
function isSpecial(text: string): boolean {
  return ESCAPED.test(text) || !isPlainText(text) || NUMBER.test(text.replace(/_/g, ''));
}

/** A key `<<` of a JSON value is that text, and no merge. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

function escaped(text: string): string {
  return ESCAPED.test(text)
    ? text.replace(ALL_ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}
