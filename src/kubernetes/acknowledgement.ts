import { expectTypes } from '../diagnostics/expected-type';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { printable } from '../diagnostics/printable';
import { findingValue } from './finding-value';
import { annotationsOf, isObject, type JsonObject } from './manifest';
import { isRuleId, unknownRuleId, type RuleId } from './rule-id';
import { isDay, plainText } from './syntax';
import { writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** Properties of an acknowledgement: an accepted finding and the reason. */
export interface AcknowledgementProps {
  /** Id of the rule whose finding is accepted, such as `run-as-non-root`. */
  readonly rule: RuleId | (string & {});

  /** Reason to accept the finding, for the reviewer of the manifest: at least ten characters. */
  readonly reason: string;

  /**
   * Name of the container whose finding is accepted.
   * @default - any container, or the object itself
   */
  readonly container?: string;

  /**
   * Subject of the accepted finding, as reports show it: a capability, a path, a port, a lint or the name of a variable.
   * @default - one finding of any value: the first one that no other acknowledgement accepts
   */
  readonly value?: string;

  /**
   * Last day on which the finding is accepted, as `YYYY-MM-DD`.
   * @default - the acknowledgement does not expire
   */
  readonly until?: string;

  /**
   * True if the rule is one of your own. The ids of other rules are checked for spelling errors.
   * @default false
   */
  readonly ownRule?: boolean;
}

/** Annotation with the acknowledgements of a manifest: a YAML list, on the object or on its pod template. */
export const ACKNOWLEDGE_ANNOTATION = 'secure-edge.dev/acknowledge';

/** Items of the annotation, for error messages. */
export const ACKNOWLEDGE_FORM = 'a YAML list of {rule, reason, container?, value?, until?}';

const SHORTEST_REASON = 10;

/** One accepted finding, with the reason. It is written into the manifest and shown in every report. */
export class Acknowledgement {
  public readonly rule: string;
  public readonly reason: string;
  public readonly container?: string;
  public readonly value?: string;
  public readonly until?: string;
  /** True if the rule is one of your own. */
  public readonly ownRule?: boolean;

  /** @throws {@link InputError} if `rule` is not a rule's id, `reason` is too short or has control characters, `value` is empty, or `until` is not a day */
  constructor(props: AcknowledgementProps) {
    expectTypes('acknowledgement', { props: [props, 'object'] });
    expectTypes('acknowledgement', { rule: [props.rule, 'text'], reason: [props.reason, 'text'] });
    const problems = new Problems();
    problems.add(ruleProblem(props));
    if (visibleLength(props.reason) < SHORTEST_REASON)
      problems.add(
        `reason must have at least ${SHORTEST_REASON} characters, got ${quote(props.reason)}: say why the finding is accepted, for the reviewer of the manifest`,
      );
    problems.add(plainText('reason', props.reason));
    if (props.value === '') problems.add('value must not be empty: leave it out, or copy it from the finding');
    if (props.until !== undefined && !isDay(props.until))
      problems.add(`until must be a day as YYYY-MM-DD, got ${quote(props.until)}`);
    problems.throwIfAny(`acknowledgement of ${quote(props.rule)}`);
    this.rule = props.rule;
    this.reason = props.reason.trim();
    this.container = props.container;
    this.value = props.value === undefined ? undefined : findingValue(props.value);
    this.until = props.until;
    this.ownRule = props.ownRule;
  }
}

/** Returns the number of characters of a text that a reader sees, with the blanks between them. */
function visibleLength(text: string): number {
  const visible = [...text].filter((character) => printable(character) === character).join('');
  return visible.trim().length;
}

function ruleProblem({ rule, ownRule = false }: AcknowledgementProps): string | undefined {
  if (isRuleId(rule)) return ownRule ? `ownRule must be unset for ${rule}, a rule of the library` : undefined;
  if (!ownRule) return `${unknownRuleId('rule', rule)}; for a rule of your own, set ownRule to true`;
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule) ? undefined : unknownRuleId('rule', rule);
}

/** Returns the annotation's value: one item for each acknowledgement, sorted by rule, container and value. */
export function renderAcknowledgements(all: ReadonlyArray<Acknowledgement>): string {
  const key = (a: Acknowledgement): string => `${a.rule} ${a.container ?? ''} ${a.value ?? ''}`;
  const items = [...all]
    .sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))))
    .map(({ rule, reason, container, value, until }) => ({ rule, reason, container, value, until }));
  return writeYaml(items, { version: '1.2' });
}

/**
 * Returns the acknowledgements of an object or a pod template. A rule that the library does not know is read as one of the user.
 * @throws {@link InputError} if the annotation is not a list of acknowledgements
 */
export function acknowledgementsOf(holder: JsonObject): Acknowledgement[] {
  const text = annotationsOf(holder)[ACKNOWLEDGE_ANNOTATION];
  if (text === undefined) return [];
  const list = typeof text === 'string' ? parsed(text) : undefined;
  const read = Array.isArray(list) ? list.map(propsOf) : [undefined];
  return read.map((props) => {
    if (props !== undefined) return new Acknowledgement({ ...props, ...(!isRuleId(props.rule) && { ownRule: true }) });
    throw new InputError(`annotation ${ACKNOWLEDGE_ANNOTATION}`, [
      `must be ${ACKNOWLEDGE_FORM}, with text values, got ${quote(text)}`,
    ]);
  });
}

/** Returns the value of a text of YAML. Undefined if it cannot be read, or has another document that would be lost. */
function parsed(text: string): unknown {
  try {
    const [value, ...others] = readYamlDocuments(text);
    return others.every((other) => other === null) ? value : undefined;
  } catch {
    return undefined;
  }
}

const KEYS = ['rule', 'reason', 'container', 'value', 'until'];

/**
 * Returns the properties in an item of the annotation. Undefined for an item with unknown keys, because one with a misspelled
 * `until` would never expire. A number or a boolean as `value` is read as text, because YAML does not need quotes around a port.
 */
function propsOf(item: unknown): AcknowledgementProps | undefined {
  if (!isObject(item)) return undefined;
  const { value, ...others } = item;
  const props = ['number', 'boolean'].includes(typeof value) ? { ...others, value: String(value) } : item;
  return isProps(props) ? props : undefined;
}

function isProps(item: JsonObject): item is JsonObject & AcknowledgementProps {
  if (!('rule' in item && 'reason' in item)) return false;
  return Object.entries(item).every(([key, value]) => KEYS.includes(key) && typeof value === 'string');
}
