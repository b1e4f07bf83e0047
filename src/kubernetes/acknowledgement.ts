import { InputError, Problems, quote } from '../diagnostics/input-error';
import { annotationsOf, isObject, type JsonObject } from './manifest';
import { isDay, plainText } from './syntax';
import { writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** Properties of an acknowledgement: an accepted finding and the reason. */
export interface AcknowledgementProps {
  /** Id of the rule whose findings are accepted, such as `run-as-non-root`. */
  readonly rule: string;

  /** Reason to accept the finding, for the reviewer of the manifest: at least ten characters. */
  readonly reason: string;

  /**
   * Name of the only container whose finding is accepted.
   * @default - the whole object and all its containers
   */
  readonly container?: string;

  /**
   * Last day on which the finding is accepted, as `YYYY-MM-DD`.
   * @default - the acknowledgement does not expire
   */
  readonly until?: string;
}

/** Annotation with the acknowledgements of a manifest: a YAML list, on the object or on its pod template. */
export const ACKNOWLEDGE_ANNOTATION = 'secure-edge.dev/acknowledge';

const SHORTEST_REASON = 10;

/** An accepted finding, with the reason. It is written into the manifest and shown in every report. */
export class Acknowledgement {
  public readonly rule: string;
  public readonly reason: string;
  public readonly container?: string;
  public readonly until?: string;

  /** @throws {@link InputError} if `rule` is not a rule's id, `reason` is too short or has control characters, or `until` is not a day */
  constructor(props: AcknowledgementProps) {
    const problems = new Problems();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(props.rule))
      problems.add(`rule must be a rule's id, such as "run-as-non-root", got ${quote(props.rule)}`);
    if (props.reason.trim().length < SHORTEST_REASON)
      problems.add(
        `reason must have at least ${SHORTEST_REASON} characters, got ${quote(props.reason)}: say why the finding is accepted, for the reviewer of the manifest`,
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

/** Returns the annotation's value: one item for each acknowledgement, sorted by rule and container. */
export function renderAcknowledgements(all: ReadonlyArray<Acknowledgement>): string {
  const key = (a: Acknowledgement): string => `${a.rule} ${a.container ?? ''}`;
  const items = [...all]
    .sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))))
    .map(({ rule, reason, container, until }) => ({
      rule,
      reason,
      container,
      until,
    }));
  return writeYaml(items, { version: '1.2' });
}

/**
 * Returns the acknowledgements of an object or a pod template.
 * @throws {@link InputError} if the annotation is not a list of acknowledgements
 */
export function acknowledgementsOf(holder: JsonObject): Acknowledgement[] {
  const text = annotationsOf(holder)[ACKNOWLEDGE_ANNOTATION];
  if (text === undefined) return [];
  const list = typeof text === 'string' ? parsed(text) : undefined;
  if (!Array.isArray(list) || !list.every(isAcknowledgement)) {
    throw new InputError(`annotation ${ACKNOWLEDGE_ANNOTATION}`, [
      `must be a YAML list of {rule, reason, container?, until?}, with text values, got ${quote(text)}`,
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

/** Returns true for an acknowledgement without unknown keys, because one with a misspelled `until` would never expire. */
function isAcknowledgement(item: unknown): item is AcknowledgementProps {
  if (!isObject(item) || !('rule' in item && 'reason' in item)) return false;
  return Object.entries(item).every(([key, value]) => KEYS.includes(key) && typeof value === 'string');
}
