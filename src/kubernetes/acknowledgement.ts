import { InputError, Problems, quote } from '../diagnostics/input-error';
import { annotationsOf, isObject, type JsonObject } from './manifest';
import { isDay, plainText } from './syntax';
import { writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** A finding that somebody accepts. */
export interface AcknowledgementProps {
  /** Id of the rule whose finding is accepted, such as `run-as-non-root`. */
  readonly rule: string;

  /** Why it is accepted: at least ten characters, for the reviewer of the manifest. */
  readonly reason: string;

  /**
   * The one container that it is accepted for.
   * @default - the whole object
   */
  readonly container?: string;

  /**
   * Last day on which it is accepted, as `YYYY-MM-DD`.
   * @default - for ever
   */
  readonly until?: string;
}

/** Where a manifest says what is accepted, and why: a YAML list, on the object or on its pod template. */
export const ACKNOWLEDGE_ANNOTATION = 'secure-edge.dev/acknowledge';

const SHORTEST_REASON = 10;

/** An accepted finding: which rule's, why, where and until when. It stands in the manifest and in every report. */
export class Acknowledgement {
  public readonly rule: string;
  public readonly reason: string;
  public readonly container?: string;
  public readonly until?: string;

  /** @throws when the rule is no slug, the reason is shorter than ten characters, or the date is none */
  constructor(props: AcknowledgementProps) {
    const problems = new Problems();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(props.rule))
      problems.add(`rule must be a rule's id, such as "run-as-non-root", got ${quote(props.rule)}`);
    if (props.reason.trim().length < SHORTEST_REASON)
      problems.add(
        `reason must have at least ${SHORTEST_REASON} characters, got ${quote(props.reason)}: say why it is accepted, for the reviewer of the manifest`,
      );
    problems.add(plainText('reason', props.reason));
    if (props.until !== undefined && !isDay(props.until))
      problems.add(`until must be a day as YYYY-MM-DD, got ${quote(props.until)}`);
    problems.throwIfAny(`acknowledgement of ${quote(props.rule)}`);
    this.rule = props.rule;
    this.reason = props.reason.trim();
    this.container = props.container;
    this.until = props.until;
  }
}

/** The annotation's value: one item for each acknowledgement, by rule and container. */
export function renderAcknowledgements(all: ReadonlyArray<Acknowledgement>): string {
  const key = (a: Acknowledgement): string => `${a.rule} ${a.container ?? ''}`;
  const items = [...all]
    .sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))))
    .map(({ rule, reason, container, until }) => ({
      rule,
      reason,
      ...(container !== undefined && { container }),
      ...(until !== undefined && { until }),
    }));
  return writeYaml(items, { version: '1.2' });
}

/**
 * What an object or a pod template accepts.
 * @throws when the annotation is no list of acknowledgements
 */
export function acknowledgementsOf(holder: JsonObject): Acknowledgement[] {
  const text = annotationsOf(holder)[ACKNOWLEDGE_ANNOTATION];
  if (text === undefined) return [];
  const list = typeof text === 'string' ? parsed(text) : undefined;
  if (!Array.isArray(list) || !list.every(isAcknowledgement)) {
    throw new InputError(`annotation ${ACKNOWLEDGE_ANNOTATION}`, [
      `must be a YAML list of {rule, reason, container?, until?}, all of them texts, got ${quote(text)}`,
    ]);
  }
  return list.map((item) => new Acknowledgement(item));
}

function parsed(text: string): unknown {
  try {
    return readYamlDocuments(text)[0];
  } catch {
    return undefined;
  }
}

const KEYS = ['rule', 'reason', 'container', 'until'];

/** A key that is not known is no acknowledgement either: a misspelt `until` would accept for ever. */
function isAcknowledgement(item: unknown): item is AcknowledgementProps {
  if (!isObject(item) || !('rule' in item && 'reason' in item)) return false;
  return Object.entries(item).every(([key, value]) => KEYS.includes(key) && typeof value === 'string');
}
