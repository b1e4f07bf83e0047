import { InputError, quote } from '../diagnostics/input-error';
import { annotationsOf, pointerStep, type JsonObject } from '../kubernetes/manifest';
import { ACKNOWLEDGE_ANNOTATION, acknowledgementsOf, type Acknowledgement } from '../kubernetes/acknowledgement';
import { engineRules, type EngineRule } from './engine-rule';
import type { Found } from './found';
import { FoundIndex, identityOf } from './found-index';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { RefusalOf } from './refusal';

/** Facts that decide whether an acknowledgement is valid, and whether it is needed. */
export interface Acceptance {
  /** Date of the check. Undefined if no acknowledgement expires. */
  readonly asOf?: string;
  /** True if it is known whether acknowledgements of a rule are needed, because the rule was run. */
  readonly isJudged: (rule: string) => boolean;
  /** Returns the problem with the id of a rule that does not exist; undefined for one that does. */
  readonly unknownRule: (rule: string) => string | undefined;
  /** Returns why acknowledgements of a rule are rejected; undefined if they are accepted. */
  readonly refusalOf: RefusalOf;
}

/** Part of a manifest with an annotation: the object, or the template of one of its pods. */
interface Holder {
  readonly json: JsonObject;
  /** JSON pointer of the holder within the object. */
  readonly pointer: string;
  /** Findings that its annotation can accept. */
  readonly index: FoundIndex;
}

/** Acknowledgement with the part of the manifest that it applies to. */
interface Claim {
  readonly acknowledgement: Acknowledgement;
  readonly holder: Holder;
  /** Text that is the same for the same acknowledgement of a template and of its renderings. */
  readonly key: string;
}

/**
 * Identities of the findings that the acknowledgements of an object accept, by their keys. The renderings of an object have the
 * same acknowledgements, and each accepts the same finding in all of them.
 */
export type Uses = Map<string, string>;

const ANNOTATION = `/metadata/annotations${pointerStep(ACKNOWLEDGE_ANNOTATION)}`;

/**
 * Marks the findings that an object or its pods acknowledge, and returns the problems of the acknowledgements. Each accepts one
 * finding. One that names more is applied first, so that a general one does not take its finding.
 * @param usesOf returns what the acknowledgements at a JSON pointer already accept elsewhere
 */
export function accept(
  object: ObjectSubject,
  found: ReadonlyArray<Found>,
  acceptance: Acceptance,
  usesOf: (pointer: string) => Uses,
): Found[] {
  const problems = new Map<Claim | Holder, Found>();
  const claims: Claim[] = [];
  const holders = holdersOf(object, found);
  for (const holder of holders) {
    const read = claimsOf(holder);
    if (read instanceof InputError)
      problems.set(holder, problem(['malformedAcknowledgement', read.message], object, holder));
    else claims.push(...read);
  }
  const accepting: Claim[] = [];
  for (const claim of [...claims].sort((a, b) => weightOf(b) - weightOf(a))) {
    const outcome = settle(claim, acceptance, usesOf(claim.holder.pointer));
    if (outcome === 'accepted') accepting.push(claim);
    else if (outcome !== undefined)
      problems.set(claim, problem(outcome, object, claim.holder, claim.acknowledgement.rule));
  }
  for (const claim of accepting) explain(claim);
  return [...holders, ...claims].flatMap((each) => problems.get(each) ?? []);
}

function holdersOf(object: ObjectSubject, found: ReadonlyArray<Found>): Holder[] {
  const pods = object.pods.filter((pod) => !pod.isPod && isAnnotated(pod.json));
  const ofPods = groupedByPod(pods.length === 0 ? [] : found);
  return [
    ...(isAnnotated(object.json) ? [{ json: object.json, pointer: '', index: new FoundIndex(found) }] : []),
    ...pods.map((pod) => ({
      json: pod.json,
      pointer: pod.pointerOf(''),
      index: new FoundIndex(ofPods.get(pod) ?? []),
    })),
  ];
}

function isAnnotated(json: JsonObject): boolean {
  return annotationsOf(json)[ACKNOWLEDGE_ANNOTATION] !== undefined;
}

function groupedByPod(found: ReadonlyArray<Found>): Map<PodSubject, Found[]> {
  const groups = new Map<PodSubject, Found[]>();
  for (const each of found) {
    if (each.pod === undefined) continue;
    const group = groups.get(each.pod);
    if (group) group.push(each);
    else groups.set(each.pod, [each]);
  }
  return groups;
}

function claimsOf(holder: Holder): Claim[] | InputError {
  try {
    const seen = new Map<string, number>();
    return acknowledgementsOf(holder.json).map((acknowledgement) => {
      const text = JSON.stringify([holder.pointer, acknowledgement]);
      const count = seen.get(text) ?? 0;
      seen.set(text, count + 1);
      return { acknowledgement, holder, key: `${count} ${text}` };
    });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Returns a number that is greater for a claim that names more. The pod of a template is named, too. */
function weightOf({ acknowledgement: { value, container }, holder }: Claim): number {
  return (value === undefined ? 0 : 4) + (container === undefined ? 0 : 2) + (holder.pointer === '' ? 0 : 1);
}

type Wrong = readonly [
  'malformedAcknowledgement' | 'expiredAcknowledgement' | 'unusedAcknowledgement',
  message: string,
];

/** Accepts the first open finding that a claim matches, or the one that it accepts elsewhere. Returns the problem if there is none, or if the claim is not valid. */
function settle(
  { acknowledgement, holder: { index }, key }: Claim,
  { asOf, isJudged, unknownRule, refusalOf }: Acceptance,
  uses: Uses,
): Wrong | 'accepted' | undefined {
  const { rule, reason, until } = acknowledgement;
  const unknown = unknownRule(rule);
  if (unknown !== undefined) return ['malformedAcknowledgement', unknown];
  const first = index.first(acknowledgement);
  if (first === undefined) {
    if (!isJudged(rule)) return undefined;
    const why = index.has(acknowledgement)
      ? 'matches only findings that other acknowledgements accept'
      : 'matches no finding';
    return ['unusedAcknowledgement', `${nameOf(acknowledgement)} ${why}`];
  }
  const why = refusalOf(first.rule);
  if (why !== undefined) {
    for (const each of index.open(acknowledgement)) each.refused = { reason, why };
    return undefined;
  }
  if (asOf !== undefined && until !== undefined && until < asOf)
    return [
      'expiredAcknowledgement',
      `${nameOf(acknowledgement)} expired: it was valid until ${until}, and the check is for ${asOf}`,
    ];
  const used = uses.get(key);
  const accepted = used === undefined ? first : index.identified(used);
  // without the finding that it accepts elsewhere, it accepts none
  if (accepted === undefined) return 'accepted';
  uses.set(key, identityOf(accepted));
  accepted.acknowledged = { reason, until };
  return 'accepted';
}

/** Number of open findings that a message lists. */
const MOST_LISTED = 10;

/** Adds to the open findings that a claim matches, but does not accept, how to acknowledge each of them. */
function explain({ acknowledgement, holder }: Claim): void {
  const open = holder.index.open(acknowledgement).filter((each) => each.hint === undefined);
  if (open.length === 0) return;
  const more = open.length > MOST_LISTED ? `; and ${open.length - MOST_LISTED} more` : '';
  const listed = open.slice(0, MOST_LISTED).map(selectorOf).join('; ');
  const hint = `${nameOf(acknowledgement)} accepts only one finding, so these stay open: ${listed}${more}`;
  for (const each of open) each.hint = hint;
}

/** Returns the keys of an acknowledgement that accepts one finding. */
function selectorOf({ container, value, path }: Found): string {
  const keys = [
    ...(value === undefined ? [] : [`value ${quote(value)}`]),
    ...(container === undefined ? [] : [`container ${quote(container)}`]),
  ];
  return keys.length === 0 ? path : keys.join(', ');
}

function problem(
  [name, message]: Wrong,
  object: ObjectSubject,
  { pointer }: Pick<Holder, 'pointer'>,
  value?: string,
): Found {
  const rule: EngineRule = engineRules()[name];
  const path = pointer + ANNOTATION;
  return { rule, object, path, value, violation: { path, message } };
}

function nameOf({ rule, container, value }: Acknowledgement): string {
  const keys = [
    ...(container === undefined ? [] : [`container ${container}`]),
    ...(value === undefined ? [] : [`value ${quote(value)}`]),
  ];
  return `the acknowledgement of ${rule}${keys.length === 0 ? '' : ` for ${keys.join(' and ')}`}`;
}
