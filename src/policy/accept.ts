import { InputError } from '../diagnostics/input-error';
import { annotationsOf, pointerStep, type JsonObject } from '../kubernetes/manifest';
import { ACKNOWLEDGE_ANNOTATION, acknowledgementsOf, type Acknowledgement } from '../kubernetes/acknowledgement';
import { engineRules, type EngineRule } from './engine-rule';
import type { Found } from './found';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { RefusalOf } from './refusal';

/** Facts that decide whether an acknowledgement is valid, and whether it is needed. */
export interface Acceptance {
  /** Date of the check. Undefined if no acknowledgement expires. */
  readonly asOf?: string;
  /** True if it is known whether acknowledgements of a rule are needed: the rule was run, or does not exist. */
  readonly isJudged: (rule: string) => boolean;
  /** Returns the end of a message about a rule that does not exist; empty for one that does. */
  readonly unknownRule: (rule: string) => string;
  /** Returns why acknowledgements of a rule are rejected; undefined if they are accepted. */
  readonly refusalOf: RefusalOf;
}

/** Part of a manifest with an annotation: the object, or the template of one of its pods. */
interface Holder {
  readonly json: JsonObject;
  /** JSON pointer of the holder within the object. */
  readonly pointer: string;
  /** Pod that the annotation applies to. Undefined if it applies to the whole object. */
  readonly pod?: PodSubject;
}

const ANNOTATION = `/metadata/annotations${pointerStep(ACKNOWLEDGE_ANNOTATION)}`;

/** Marks the findings that an object or its pods acknowledge, and returns the problems of the acknowledgements. */
export function accept(object: ObjectSubject, found: ReadonlyArray<Found>, acceptance: Acceptance): Found[] {
  return holdersOf(object).flatMap((holder) => acceptOf(holder, object, found, acceptance));
}

function holdersOf(object: ObjectSubject): Holder[] {
  const holders: Holder[] = hasAnnotation(object.json) ? [{ json: object.json, pointer: '' }] : [];
  for (const pod of object.pods)
    if (!pod.isPod && hasAnnotation(pod.json)) holders.push({ json: pod.json, pointer: pod.pointerOf(''), pod });
  return holders;
}

function hasAnnotation(json: JsonObject): boolean {
  return annotationsOf(json)[ACKNOWLEDGE_ANNOTATION] !== undefined;
}

function acceptOf(
  holder: Holder,
  object: ObjectSubject,
  found: ReadonlyArray<Found>,
  { asOf, isJudged, unknownRule, refusalOf }: Acceptance,
): Found[] {
  const { malformedAcknowledgement, expiredAcknowledgement, unusedAcknowledgement } = engineRules();
  const say = (rule: EngineRule, message: string): Found => {
    const path = holder.pointer + ANNOTATION;
    return { rule, object, path, violation: { path, message } };
  };
  let all: Acknowledgement[];
  try {
    all = acknowledgementsOf(holder.json);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [say(malformedAcknowledgement, error.message)];
  }
  return all.flatMap((each) => {
    const matched = found.filter((f) => matches(each, holder, f));
    const [first] = matched;
    if (first === undefined)
      return isJudged(each.rule)
        ? [say(unusedAcknowledgement, `${nameOf(each)} matches no finding${unknownRule(each.rule)}`)]
        : [];
    const why = refusalOf(first.rule);
    if (why !== undefined) {
      for (const f of matched) f.refused ??= { reason: each.reason, why };
      return [];
    }
    if (asOf !== undefined && each.until !== undefined && each.until < asOf)
      return [
        say(
          expiredAcknowledgement,
          `${nameOf(each)} expired: it was valid until ${each.until}, and the check is for ${asOf}`,
        ),
      ];
    for (const f of matched) f.acknowledged ??= { reason: each.reason, until: each.until };
    return [];
  });
}

function matches({ rule, container }: Acknowledgement, { pod }: Holder, found: Found): boolean {
  return (
    found.rule.id === rule &&
    (container === undefined || found.container === container) &&
    (pod === undefined || found.pod === pod)
  );
}

function nameOf({ rule, container }: Acknowledgement): string {
  return `the acknowledgement of ${rule}${container === undefined ? '' : ` for container ${container}`}`;
}
